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

    /// <summary>All that is wrong, by path and line; empty when everything can be used as it is.</summary>
    /// <param name="files">The content of <c>setup-commands/</c>, by path with forward slashes.</param>
    /// <param name="runLimit">How long all commands of a run may take together.</param>
    public static IReadOnlyList<SetupProblem> Problems(IReadOnlyDictionary<string, SetupFile> files, TimeSpan runLimit)
    {
        var paths = files.Keys.Order(StringComparer.Ordinal).ToList();
        var usable = paths.Where(path => PathProblem(path) is null).ToList();
        return
        [
            .. paths.Any(IsCommand) ? [] : (SetupProblem[])[new("setup-commands", null, $"there is no command in {string.Join("/, ", Folders)}/: nothing would be run in any app.")],
            .. paths.Select(PathProblem).OfType<SetupProblem>(),
            .. usable.SelectMany(path => ContentProblems(path, files[path], runLimit)),
            .. Folders.SelectMany(folder => TwiceProblems(folder, paths)),
            .. Folders.Select(folder => SizeProblem(folder, paths.Where(path => IsFor(path, folder)).Sum(path => files[path].Length()))).OfType<SetupProblem>(),
        ];
    }

    /// <summary>Whether a path is a command's, in a folder whose commands are run.</summary>
    public static bool IsCommand(string path) => !IsFile(path) && PathProblem(path) is null;

    /// <summary>Whether a path is a bash script's by its name: a command, or one that travels along for commands to read.</summary>
    public static bool IsScript(string path) => path.EndsWith(".sh", StringComparison.Ordinal);

    private static SetupProblem? PathProblem(string path)
    {
        if (path.Any(character => character is '"' or '\\' || char.IsControl(character)))
        {
            return new SetupProblem(Spelling.Visible(path), null, "a name can't have quotation marks, backslashes or control characters: the package can't hold it.");
        }

        if (Folders.Any(folder => path.StartsWith($"{folder}/files/", StringComparison.Ordinal)))
        {
            return Encoding.UTF8.GetByteCount(path) <= LongestPath
                ? null
                : new SetupProblem(path, null, $"its path is longer than {LongestPath} bytes, which not every tar can unpack. Give it a shorter name.");
        }

        if (path.Split('/') is not [var parent, var name] || !Folders.Contains(parent))
        {
            return new SetupProblem(path, null, $"set-up commands are in {string.Join("/, ", Folders)}/; other files in the files/ of one of these. Move it there, or delete it.");
        }

        return CommandName().IsMatch(name) ? null : new SetupProblem(path, null, "name a command NN-name.sh: two digits, then lower-case letters, digits and hyphens.");
    }

    private static IEnumerable<SetupProblem> ContentProblems(string path, SetupFile file, TimeSpan runLimit)
    {
        if (IsFile(path)) return IsScript(path) && file.Length() <= LargestCommand ? ScriptRules.OfFile(path, file.Read()) : [];
        return file.Length() > LargestCommand
            ? [new SetupProblem(path, null, $"it is longer than {LargestCommand / 1024} KiB. Put what it carries into files/.")]
            : ScriptRules.OfCommand(path, file.Read(), runLimit);
    }

    private static IEnumerable<SetupProblem> TwiceProblems(string appType, List<string> paths) =>
        from path in paths
        where appType != EveryApp && IsFor(path, appType)
        group path by (IsFile(path), NameOf(path)) into same
        where same.Count() > 1
        let isFile = same.Key.Item1
        select new SetupProblem(same.Max(StringComparer.Ordinal)!, null, $"{same.Key.Item2} is both in {EveryApp}/{(isFile ? "files/" : "")} and in {appType}/{(isFile ? "files/" : "")}: give one of them another name.");

    private static SetupProblem? SizeProblem(string appType, long length) => length <= LargestDelivery
        ? null
        : new SetupProblem(appType, null, $"its commands and files have more than {LargestDelivery / 1024 / 1024} MiB together. Let commands fetch what is that big.");

    [GeneratedRegex(@"\A[0-9]{2}-[a-z0-9][a-z0-9-]*\.sh\z")]
    private static partial Regex CommandName();
}
