namespace LocalStudio;

/// <summary>LocalStudio can't start, or can't go on: something on this machine is missing, taken or wrong. The message says what to do.</summary>
public class SetupException : Exception
{
    /// <inheritdoc cref="SetupException"/>
    public SetupException()
    {
    }

    /// <inheritdoc cref="SetupException"/>
    public SetupException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="SetupException"/>
    public SetupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
