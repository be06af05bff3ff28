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

    private readonly IReadOnlyDictionary<string, Func<Stream>> _files;

    /// <param name="files">The content of <c>setup-commands/</c>, by path with forward slashes.</param>
    /// <exception cref="InvalidSetupCommandException">One of them can't be used.</exception>
    public SetupPackage(IReadOnlyDictionary<string, Func<Stream>> files)
        : this(files, DigestOf(files))
    {
        if (SetupRules.Problems(files) is [var problem, ..]) throw new InvalidSetupCommandException(problem);
    }

    private SetupPackage(IReadOnlyDictionary<string, Func<Stream>> files, string digest) => (_files, Digest) = (files, digest);

    /// <summary>SHA-256 over every path and content, in lower-case hex: which commands these are.</summary>
    public string Digest { get; }

    /// <summary>What is built in. The build lets nothing pass that can't be used, so a cold start need not look again.</summary>
    public static SetupPackage Embedded()
    {
        var files = EmbeddedFiles();
        return new SetupPackage(files, DigestOf(files));
    }

    /// <summary>What is built in, whether it can be used or not.</summary>
    public static IReadOnlyDictionary<string, Func<Stream>> EmbeddedFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToDictionary(name => name[ResourcePrefix.Length..].Replace('\\', '/'), name => (Func<Stream>)(() => assembly.GetManifestResourceStream(name)!));
    }

    /// <summary>The commands for one type of app, in the order in which they run.</summary>
    public IReadOnlyList<SetupCommand> CommandsFor(string appType) =>
        [.. _files.Keys.Where(path => SetupRules.IsFor(path, appType) && !SetupRules.IsFile(path)).OrderBy(SetupRules.NameOf, StringComparer.Ordinal).Select(Read)];

    /// <summary>The files that travel along to one type of app: their path under the delivered folder, and their content.</summary>
    public IEnumerable<(string Path, Func<Stream> Open)> FilesFor(string appType) =>
        from file in _files
        where SetupRules.IsFor(file.Key, appType) && SetupRules.IsFile(file.Key)
        orderby file.Key
        select (SetupRules.NameOf(file.Key), file.Value);

    private SetupCommand Read(string path)
    {
        var script = SetupRules.Read(_files[path]);
        return new SetupCommand(SetupRules.NameOf(path), script, Directives.Parse(path, script), Convert.ToHexStringLower(SHA256.HashData(script)));
    }

    private static string DigestOf(IReadOnlyDictionary<string, Func<Stream>> files)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in files.Keys.Order(StringComparer.Ordinal))
        {
            using var stream = files[path]();
            digest.AppendData(Encoding.UTF8.GetBytes($"{path}\0"));
            digest.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
