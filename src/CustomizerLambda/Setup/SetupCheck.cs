namespace CustomizerLambda.Setup;

/// <summary>Fails the build, not a user's start, when a set-up command can't be used.</summary>
internal static class SetupCheck
{
    /// <returns>The process's exit code.</returns>
    public static int Run(TextWriter errors)
    {
        try
        {
            _ = SetupPackage.Embedded();
            return 0;
        }
        catch (InvalidSetupCommandException exception)
        {
            errors.WriteLine($"setup-commands: error SETUP001: {exception.Message}");
            return 1;
        }
    }
}
