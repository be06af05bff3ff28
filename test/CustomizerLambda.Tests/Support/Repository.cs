namespace CustomizerLambda.Tests.Support;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string SetupCommands => Path.Combine(Root(), "setup-commands");

    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CustomizerLambda.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests aren't in a checkout.");
    }
}
