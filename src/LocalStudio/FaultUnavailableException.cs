namespace LocalStudio;

/// <summary>A fault can't be made on this machine. The message says what it lacks.</summary>
public sealed class FaultUnavailableException : SetupException
{
    /// <inheritdoc cref="FaultUnavailableException"/>
    public FaultUnavailableException()
    {
    }

    /// <inheritdoc cref="FaultUnavailableException"/>
    public FaultUnavailableException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="FaultUnavailableException"/>
    public FaultUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
