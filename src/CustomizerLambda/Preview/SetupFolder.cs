namespace CustomizerLambda.Preview;

/// <summary>A folder of set-up commands on this machine, as it would be built in; and its examples, as if they had been moved in.</summary>
/// <param name="Package">What would be built in, by path with forward slashes.</param>
/// <param name="Examples">The same with all of <c>examples/</c> moved in.</param>
/// <param name="Strays">Files that would be neither built in nor checked: they lie beside the folders.</param>
internal sealed record SetupFolder(IReadOnlyDictionary<string, Func<Stream>> Package, IReadOnlyDictionary<string, Func<Stream>> Examples, IReadOnlyList<string> Strays)
{
    private const string ExamplesPrefix = "examples/";

    public static SetupFolder Read(string path)
    {
        var paths = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToList();
        var package = paths.Where(file => file.Contains('/', StringComparison.Ordinal) && !IsExample(file)).ToDictionary(file => file, Open);
        var examples = new Dictionary<string, Func<Stream>>(package);

        // Of one that was copied in and left among the examples too, the copy counts.
        foreach (var file in paths.Where(file => IsExample(file) && file.IndexOf('/', ExamplesPrefix.Length) > 0)) examples.TryAdd(file[ExamplesPrefix.Length..], Open(file));
        return new SetupFolder(package, examples, [.. paths.Where(file => !file.Contains('/', StringComparison.Ordinal) && !file.EndsWith(".md", StringComparison.OrdinalIgnoreCase))]);

        Func<Stream> Open(string file) => () => File.OpenRead(Path.Combine(path, file));
    }

    private static bool IsExample(string path) => path.StartsWith(ExamplesPrefix, StringComparison.Ordinal);
}
