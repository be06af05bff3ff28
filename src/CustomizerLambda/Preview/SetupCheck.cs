using System.Globalization;
using System.Text.RegularExpressions;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Preview;

/// <summary>
/// <c>check-setup-commands [FOLDER]</c>: fails the build, not a user's start, when a set-up command can't be used. Without a folder it checks what is built
/// in; with one, that folder, its examples, and with every tool there is.
/// </summary>
internal static partial class SetupCheck
{
    /// <returns>The process's exit code: 0, or 1 when something can't be used.</returns>
    public static int Run(string? folder, TextWriter output, TextWriter errors)
    {
        var problems = folder is null ? OfPackage(SetupPackage.EmbeddedFiles()) : OfFolder(SetupFolder.Read(folder), output);
        foreach (var problem in problems) errors.WriteLine($"setup-commands: error SETUP001: {problem}");
        return problems.Count == 0 ? 0 : 1;
    }

    /// <summary>At every build: quick, and quiet where all is well.</summary>
    private static List<string> OfPackage(IReadOnlyDictionary<string, Func<Stream>> files) =>
        [.. SetupRules.Problems(files), .. ScriptsOf(files).SelectMany(script => Say(script.Path, ScriptTools.Bash(script.Content)))];

    private static List<string> OfFolder(SetupFolder folder, TextWriter output)
    {
        List<string> problems =
        [
            .. folder.Strays.Select(path => $"{path}: it lies beside the folders, and would not be built in: move it to {string.Join("/, ", SetupRules.Folders)}/, or delete it."),
            .. SetupRules.Problems(folder.Examples),
        ];
        var scripts = ScriptsOf(folder.Examples).ToList();
        var hasShellCheck = true;
        foreach (var (path, content) in scripts)
        {
            problems.AddRange(Say(path, ScriptTools.Bash(content)));
            var found = ScriptTools.ShellCheck(content);
            hasShellCheck &= found.IsInstalled;
            problems.AddRange(Say(path, found));
        }

        if (SetupRules.Problems(folder.Package).Count == 0) ShowOrder(new SetupPackage(folder.Package), output);
        var built = folder.Package.Keys.Count(path => !SetupRules.IsFile(path));
        output.WriteLine($"Checked {Count(built, "command")} and {Count(scripts.Count - built, "example")}{(hasShellCheck ? "" : " (without shellcheck, which isn't installed)")}: {(problems.Count == 0 ? "no problem" : Count(problems.Count, "problem"))}.");
        return problems;
    }

    /// <summary>What runs in each type of app, in its order.</summary>
    private static void ShowOrder(SetupPackage package, TextWriter output)
    {
        output.WriteLine($"Package {package.Digest}");
        foreach (var appType in SetupRules.Folders.Where(folder => folder != SetupRules.EveryApp))
        {
            output.WriteLine($"{appType}:");
            foreach (var command in package.CommandsFor(appType)) output.WriteLine($"  {command.Name,-40} {command.Directives}");
        }
    }

    private static IEnumerable<(string Path, byte[] Content)> ScriptsOf(IReadOnlyDictionary<string, Func<Stream>> files) =>
        files.Where(file => file.Key.EndsWith(".sh", StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, SetupRules.Read(file.Value)));

    /// <summary>A tool's lines, which name a script on standard input in their own ways, with the script's path.</summary>
    private static IEnumerable<string> Say(string path, ToolAnswer answer) => answer.Problems.Select(line => $"{path}: {Origin().Replace(line, "")}");

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    [GeneratedRegex(@"^(bash: |-:)")]
    private static partial Regex Origin();
}
