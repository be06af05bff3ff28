using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CustomizerLambda.Setup;

/// <summary>
/// The set-up commands that were built into this assembly, and the files that travel with them. There is no other source of commands:
/// nothing in an event, a parameter or the environment adds to, selects from, or changes them.
/// </summary>
internal sealed class SetupPackage
{
    private const string ResourcePrefix = "setup-commands/";

    /// <summary>Names the files that may be executed, one a line, as the build found them; it isn't there where files have no modes.</summary>
    private const string ExecutablesResource = "setup-commands.executables";

    private readonly IReadOnlyDictionary<string, SetupFile> _files;
    private readonly Dictionary<string, byte[]> _digests;

    /// <param name="files">The content of <c>setup-commands/</c>, by path with forward slashes.</param>
    /// <exception cref="InvalidSetupCommandException">One of them can't be used.</exception>
    public SetupPackage(IReadOnlyDictionary<string, SetupFile> files)
        : this(files, Settings.DefaultRunLimit)
    {
    }

    private SetupPackage(IReadOnlyDictionary<string, SetupFile> files, TimeSpan? runLimit)
    {
        var problem = runLimit is { } limit ? SetupRules.Problems(files, limit).FirstOrDefault(found => found.Severity == Severity.Error) : null;
        if (problem is not null) throw new InvalidSetupCommandException(problem.ToString());
        _files = files;
        _digests = files.ToDictionary(file => file.Key, file => DigestOf(file.Value));
        Digest = DigestOf(files.Keys);
    }

    /// <summary>SHA-256 over every path, mode and content, in lower-case hex: which commands these are.</summary>
    public string Digest { get; }

    /// <summary>What is built in. The build lets nothing pass that can't be used, so a cold start need not look again.</summary>
    /// <exception cref="InvalidSetupCommandException">It was built without the check, and there is no command.</exception>
    public static SetupPackage Embedded()
    {
        var package = new SetupPackage(EmbeddedFiles(), runLimit: null);
        return package._files.Keys.Any(SetupRules.IsCommand)
            ? package
            : throw new InvalidSetupCommandException("There is no set-up command in the package: put one into setup-commands/, and deploy again.");
    }

    /// <summary>What is built in, whether it can be used or not.</summary>
    public static IReadOnlyDictionary<string, SetupFile> EmbeddedFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var executables = ExecutablesIn(assembly);
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToDictionary(name => name[ResourcePrefix.Length..].Replace('\\', '/'), name => FileOf(() => assembly.GetManifestResourceStream(name)!, name[ResourcePrefix.Length..], executables));
    }

    /// <summary>The commands for one type of app, in the order in which they run.</summary>
    public IReadOnlyList<SetupCommand> CommandsFor(string appType) =>
        [.. CommandPathsFor(appType).Select(path => CommandAt(path, appType))];

    /// <summary>Their names, in that order. Reads none of them.</summary>
    public IEnumerable<string> CommandNamesFor(string appType) => CommandPathsFor(appType).Select(SetupRules.NameOf);

    /// <summary>The files that travel along to one type of app: their path under the delivered folder, and what they are.</summary>
    public IEnumerable<(string Path, SetupFile File)> FilesFor(string appType) =>
        PathsFor(appType).Where(SetupRules.IsFile).Select(path => (SetupRules.NameOf(path), _files[path]));

    private static SetupFile FileOf(Func<Stream> open, string path, HashSet<string>? executables) =>
        executables is null ? SetupFile.WithoutMode(open) : new SetupFile(open, executables.Contains(path));

    private static HashSet<string>? ExecutablesIn(Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(ExecutablesResource);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line["./".Length..])];
    }

    private static byte[] DigestOf(SetupFile file)
    {
        using var stream = file.Open();
        return [file.IsExecutable ? (byte)1 : (byte)0, .. SHA256.HashData(stream)];
    }

    private IEnumerable<string> CommandPathsFor(string appType) =>
        PathsFor(appType).Where(path => !SetupRules.IsFile(path)).OrderBy(SetupRules.NameOf, StringComparer.Ordinal);

    private IEnumerable<string> PathsFor(string appType) => _files.Keys.Where(path => SetupRules.IsFor(path, appType)).Order(StringComparer.Ordinal);

    /// <summary>A command, whose digest is of all that it can use: any file that travels along with it may be a part of it.</summary>
    private SetupCommand CommandAt(string path, string appType)
    {
        var script = _files[path].Read();
        return new SetupCommand(SetupRules.NameOf(path), script, Directives.Parse(path, script), DigestOf([path, .. PathsFor(appType).Where(SetupRules.IsFile)]));
    }

    private string DigestOf(IEnumerable<string> paths)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"{path}\0"));
            digest.AppendData(_digests[path]);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
