namespace CustomizerLambda;

/// <summary>The root of what the function throws. Every message ends in what to check, and none holds a URL, a token or a cookie.</summary>
internal abstract class CustomizerException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the same may go well a little later.</summary>
    public virtual bool RetryCanHelp => false;
}

/// <summary>An environment variable can't be used.</summary>
internal sealed class InvalidSettingException(string message) : CustomizerException(message);

/// <summary>A file under setup-commands can't be used.</summary>
internal sealed class InvalidSetupCommandException(string message) : CustomizerException(message);

/// <summary>What was to be planned for isn't an event.</summary>
internal sealed class InvalidEventException(string message) : CustomizerException(message);

/// <summary>The app will never be in service: it failed, or was deleted.</summary>
internal sealed class AppGoneException(string message) : CustomizerException(message);

/// <summary>SageMaker refuses what the function needs of it: a permission, a domain that signs in by Identity Center, a missing owner.</summary>
internal sealed class NotSupportedByDomainException(string message, Exception? innerException = null) : CustomizerException(message, innerException);

/// <summary>Nothing answered in time, or what answered wasn't a Jupyter server.</summary>
internal sealed class AppUnreachableException(string message, Exception? innerException = null) : CustomizerException(message, innerException)
{
    public override bool RetryCanHelp => true;
}

/// <summary>The front door refused the sign-in, or the session it opened.</summary>
internal sealed class SignInRefusedException(string message, Exception? innerException = null) : CustomizerException(message, innerException)
{
    public override bool RetryCanHelp => true;
}

/// <summary>A sign-in URL or a redirect leaves the region's Studio hosts.</summary>
internal sealed class UntrustedHostException(string message) : CustomizerException(message);

/// <summary>A terminal couldn't be opened, or was lost. The run goes on without it.</summary>
internal sealed class TerminalLostException(string message, Exception? innerException = null) : CustomizerException(message, innerException)
{
    public override bool RetryCanHelp => true;
}

/// <summary>The app can't run the set-up commands: a program is missing, or a disk is full.</summary>
internal sealed class AppUnusableException(string message) : CustomizerException(message);

/// <summary>The watching of a run, or a walk, couldn't be handed on to the next invocation.</summary>
internal sealed class HandOverRefusedException(string message, Exception? innerException = null) : CustomizerException(message, innerException)
{
    public override bool RetryCanHelp => true;
}

/// <summary>Lambda didn't take what an invocation returned: it is too large, or Lambda has given the invocation up.</summary>
internal sealed class ResponseRefusedException(int length, Exception innerException) : CustomizerException(
    $"Lambda refused the invocation's response of {length} bytes ({(innerException as HttpRequestException)?.StatusCode?.ToString() ?? "no answer"}): what was done is done, and is in the log.", innerException);
