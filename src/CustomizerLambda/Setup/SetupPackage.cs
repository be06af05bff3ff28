using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CustomizerLambda.Setup;

/// <summary>
/// The set-up commands that were built into this assembly, and the files that travel with them. There is no other source of commands:
/// nothing in an event, a parameter or the environment adds to, selects from, or changes them.
/// </summary>
internal sealed partial class SetupPackage
{
    private const string ResourcePrefix = "setup-commands/";
    private const string EveryApp = "every-app";

    /// <summary>What fits into a name of the oldest tar format (POSIX.1-1988, 100 bytes).</summary>
    private const int LongestPath = 99;

    private static readonly string[] Folders = [EveryApp, "JupyterLab", "JupyterServer", "CodeEditor"];

    private readonly IReadOnlyDictionary<string, Func<Stream>> _files;

    /// <param name="files">The content of <c>setup-commands/</c>, by path with forward slashes.</param>
    /// <exception cref="InvalidSetupCommandException">One of them can't be used.</exception>
    public SetupPackage(IReadOnlyDictionary<string, Func<Stream>> files)
    {
        _files = files;
        Digest = DigestOf(files);
        foreach (var path in files.Keys) CheckPath(path);
        foreach (var folder in Folders)
        {
            _ = CommandsFor(folder);
            if (FilesFor(folder).GroupBy(file => file.Path).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new InvalidSetupCommandException($"{twice.Key} is both in {EveryApp}/files/ and in {folder}/files/: give one of them another name.");
            }
        }
    }

    /// <summary>SHA-256 over every path and content, in lower-case hex: which commands these are.</summary>
    public string Digest { get; }

    /// <summary>What is built in.</summary>
    public static SetupPackage Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return new SetupPackage(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToDictionary(name => name[ResourcePrefix.Length..].Replace('\\', '/'), name => (Func<Stream>)(() => assembly.GetManifestResourceStream(name)!)));
    }

    /// <summary>The commands for one type of app, in the order in which they run.</summary>
    public IReadOnlyList<SetupCommand> CommandsFor(string appType)
    {
        var commands = _files.Keys
            .Where(path => IsFor(path, appType) && !path.Contains("/files/", StringComparison.Ordinal))
            .Select(path => (Name: path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..], Path: path))
            .OrderBy(command => command.Name, StringComparer.Ordinal)
            .ToList();
        if (commands.GroupBy(command => command.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidSetupCommandException($"{twice.Key} is both in {EveryApp}/ and in {appType}/: give one of them another name.");
        }

        return commands.ConvertAll(command => Read(command.Name, command.Path));
    }

    /// <summary>The files that travel along to one type of app: their path under the delivered folder, and their content.</summary>
    public IEnumerable<(string Path, Func<Stream> Open)> FilesFor(string appType) =>
        from file in _files
        where IsFor(file.Key, appType) && file.Key.Contains("/files/", StringComparison.Ordinal)
        orderby file.Key
        select (file.Key[(file.Key.IndexOf("/files/", StringComparison.Ordinal) + "/files/".Length)..], file.Value);

    private static bool IsFor(string path, string appType) =>
        path.StartsWith(EveryApp + "/", StringComparison.Ordinal) || path.StartsWith(appType + "/", StringComparison.Ordinal);

    private static void CheckPath(string path)
    {
        if (Folders.Any(folder => path.StartsWith($"{folder}/files/", StringComparison.Ordinal)))
        {
            if (Encoding.UTF8.GetByteCount(path) <= LongestPath) return;
            throw new InvalidSetupCommandException($"{path}: its path is longer than {LongestPath} bytes, which not every tar can unpack. Give it a shorter name.");
        }

        if (path.Split('/') is not [var folder, var name] || !Folders.Contains(folder))
        {
            throw new InvalidSetupCommandException($"{path}: set-up commands are in {string.Join("/, ", Folders)}/; other files in the files/ of one of these.");
        }

        if (!CommandName().IsMatch(name))
        {
            throw new InvalidSetupCommandException($"{path}: name a command NN-name.sh: two digits, then lower-case letters, digits and hyphens.");
        }
    }

    private SetupCommand Read(string name, string path)
    {
        using var stream = _files[path]();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var script = content.ToArray();
        if (script.AsSpan().Contains((byte)'\r'))
        {
            throw new InvalidSetupCommandException($"{path}: it has Windows line ends, which bash takes for part of the words. Save it with LF.");
        }

        return new SetupCommand(name, script, Directives.Parse(path, script), Convert.ToHexStringLower(SHA256.HashData(script)));
    }

    private static string DigestOf(IReadOnlyDictionary<string, Func<Stream>> files)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, open) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            using var stream = open();
            digest.AppendData(Encoding.UTF8.GetBytes($"{path}\0"));
            digest.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    [GeneratedRegex(@"\A[0-9]{2}-[a-z0-9][a-z0-9-]*\.sh\z")]
    private static partial Regex CommandName();
}
