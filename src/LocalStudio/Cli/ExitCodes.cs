namespace LocalStudio.Cli;

/// <summary>What the command's exit code says.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int NotDone = 1;
    public const int NotTried = 2;
}
