using System.IO.Enumeration;
using System.Reflection;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Preview;

/// <summary>A folder of set-up commands on this machine, as it would be built in; and its examples, as if they had been moved in.</summary>
/// <param name="Package">What would be built in, by path with forward slashes.</param>
/// <param name="Examples">The same with all of <c>examples/</c> moved in.</param>
/// <param name="Unreadable">Files that can't be opened, such as links to nowhere; by path, with the reason.</param>
internal sealed record SetupFolder(
    IReadOnlyDictionary<string, SetupFile> Package, IReadOnlyDictionary<string, SetupFile> Examples, IReadOnlyList<SetupProblem> Unreadable)
{
    private const string ExamplesPrefix = "examples/";

    /// <summary>Names of what editors, file managers and merges leave behind, with <c>*</c> and <c>?</c>: the build's own list, which leaves the same out.</summary>
    private static readonly string[] Leftovers = typeof(SetupFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "SetupCommandsLeftovers").Value!.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static SetupFolder Read(string path)
    {
        var package = new Dictionary<string, SetupFile>();
        var examples = new Dictionary<string, SetupFile>();
        List<SetupProblem> unreadable = [];
        foreach (var file in PathsIn(path))
        {
            try
            {
                (file.StartsWith(ExamplesPrefix, StringComparison.Ordinal) ? examples : package)[file] = Open(Path.Combine(path, file));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                unreadable.Add(new SetupProblem(file, null, "it can't be opened: is it a link to nowhere, or not yours to read? Mend it, or delete it."));
            }
        }

        // Of one that was copied in and left among the examples too, the copy counts.
        var all = new Dictionary<string, SetupFile>(package);
        foreach (var (file, content) in examples) all.TryAdd(file[ExamplesPrefix.Length..], content);
        return new SetupFolder(package, all, unreadable);
    }

    /// <summary>Where a file of <see cref="Examples"/> really lies.</summary>
    public string OriginOf(string path) => Examples.ContainsKey(path) && !Package.ContainsKey(path) ? ExamplesPrefix + path : path;

    /// <summary>The files that count; read as the build reads them (CustomizerLambda.csproj).</summary>
    private static IEnumerable<string> PathsIn(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/')
        let parts = path.Split('/')
        where !parts[0].StartsWith('.')
            && !(parts is [.. [] or ["examples"], var name] && name.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
            && !parts.Any(part => Leftovers.Any(leftover => FileSystemName.MatchesSimpleExpression(leftover, part, ignoreCase: true)))
        orderby path
        select path;

    private static SetupFile Open(string path)
    {
        using (File.OpenRead(path))
        {
        }

        Func<Stream> open = () => File.OpenRead(path);
        return OperatingSystem.IsWindows() ? SetupFile.WithoutMode(open) : new SetupFile(open, File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));
    }
}
