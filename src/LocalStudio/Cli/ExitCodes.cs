namespace LocalStudio.Cli;

/// <summary>What the command's exit code says.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int NotDone = 1;
    public const int NotTried = 2;

    /// <summary>A signal ended it; its number is added, as shells do.</summary>
    public const int Signalled = 128;
}
