namespace LocalStudio.Package;

/// <summary>The checkout that LocalStudio is run from.</summary>
internal static class Repository
{
    private const string Solution = "CustomizerLambda.sln";

    private static readonly Lazy<string> Found = new(() =>
        Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory)
        ?? throw new SetupException($"{Solution} isn't in a folder above: run this from a checkout, or name a published function by --package."));

    /// <summary>Its root.</summary>
    /// <exception cref="SetupException">Neither the program nor the current folder is in one.</exception>
    public static string Root => Found.Value;

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution))) return folder.FullName;
        }

        return null;
    }
}
