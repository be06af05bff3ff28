using System.Text;
using System.Text.RegularExpressions;

namespace CustomizerLambda.Setup;

/// <summary>What set-up commands and their files must be to be used. Pure.</summary>
internal static partial class SetupRules
{
    public const string EveryApp = "every-app";

    /// <summary>In bytes. What is longer is no command, but a file that should travel along.</summary>
    public const int LargestCommand = 256 * 1024;

    /// <summary>In bytes, for all commands and files of one app: they are packed in the function's memory, and go through its connection to the app.</summary>
    public const long LargestDelivery = 32 * 1024 * 1024;

    /// <summary>What fits into a name of the oldest tar format (POSIX.1-1988, 100 bytes).</summary>
    private const int LongestPath = 99;

    /// <summary>The folders of <c>setup-commands/</c>: <see cref="EveryApp"/>, and one for each app type.</summary>
    public static IReadOnlyList<string> Folders { get; } = [EveryApp, "JupyterLab", "JupyterServer", "CodeEditor"];

    /// <summary>Whether a path is one of an app's, and not of another app type's.</summary>
    public static bool IsFor(string path, string appType) =>
        path.StartsWith(EveryApp + "/", StringComparison.Ordinal) || path.StartsWith(appType + "/", StringComparison.Ordinal);

    /// <summary>Whether a path is a file's that travels along.</summary>
    public static bool IsFile(string path) => path.Contains("/files/", StringComparison.Ordinal);

    /// <summary>The name by which an app knows a path: a command's file name, or a file's path under its <c>files/</c>.</summary>
    public static string NameOf(string path) =>
        IsFile(path) ? path[(path.IndexOf("/files/", StringComparison.Ordinal) + "/files/".Length)..] : path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>All that is wrong, each as <c>path: what is wrong, and what to do</c>; empty when everything can be used.</summary>
    /// <param name="files">The content of <c>setup-commands/</c>, by path with forward slashes.</param>
    public static IReadOnlyList<string> Problems(IReadOnlyDictionary<string, Func<Stream>> files)
    {
        var paths = files.Keys.Order(StringComparer.Ordinal).ToList();
        return
        [
            .. paths.Select(PathProblem).OfType<string>(),
            .. paths.Where(path => PathProblem(path) is null && !IsFile(path)).Select(path => CommandProblem(path, Read(files[path]))).OfType<string>(),
            .. Folders.SelectMany(folder => TwiceProblems(folder, paths)),
            .. Folders.Select(folder => SizeProblem(folder, paths.Where(path => IsFor(path, folder)).Sum(path => LengthOf(files[path])))).OfType<string>(),
        ];
    }

    /// <summary>A stream's bytes, to its end.</summary>
    public static byte[] Read(Func<Stream> open)
    {
        using var stream = open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string? PathProblem(string path)
    {
        if (Folders.Any(folder => path.StartsWith($"{folder}/files/", StringComparison.Ordinal)))
        {
            return Encoding.UTF8.GetByteCount(path) <= LongestPath
                ? null
                : $"{path}: its path is longer than {LongestPath} bytes, which not every tar can unpack. Give it a shorter name.";
        }

        if (path.Split('/') is not [var parent, var name] || !Folders.Contains(parent))
        {
            return $"{path}: set-up commands are in {string.Join("/, ", Folders)}/; other files in the files/ of one of these.";
        }

        return CommandName().IsMatch(name) ? null : $"{path}: name a command NN-name.sh: two digits, then lower-case letters, digits and hyphens.";
    }

    private static string? CommandProblem(string path, byte[] script)
    {
        if (script.Length > LargestCommand) return $"{path}: it is longer than {LargestCommand / 1024} KiB. Put what it carries into files/.";
        if (script.AsSpan().Contains((byte)'\r')) return $"{path}: it has Windows line ends, which bash takes for part of the words. Save it with LF.";
        try
        {
            Directives.Parse(path, script);
            return null;
        }
        catch (InvalidSetupCommandException exception)
        {
            return exception.Message;
        }
    }

    private static IEnumerable<string> TwiceProblems(string appType, List<string> paths) =>
        from path in paths
        where appType != EveryApp && IsFor(path, appType)
        group path by (IsFile(path), NameOf(path)) into same
        where same.Count() > 1
        let isFile = same.Key.Item1
        select $"{same.Key.Item2} is both in {EveryApp}/{(isFile ? "files/" : "")} and in {appType}/{(isFile ? "files/" : "")}: give one of them another name.";

    private static string? SizeProblem(string appType, long length) =>
        length <= LargestDelivery ? null : $"{appType}: its commands and files have more than {LargestDelivery / 1024 / 1024} MiB together. Let commands fetch what is that big.";

    private static long LengthOf(Func<Stream> open)
    {
        using var stream = open();
        return stream.Length;
    }

    [GeneratedRegex(@"\A[0-9]{2}-[a-z0-9][a-z0-9-]*\.sh\z")]
    private static partial Regex CommandName();
}
