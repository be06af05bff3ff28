using System.Globalization;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Preview;

/// <summary>
/// <c>check-setup-commands [FOLDER]</c>: fails the build, not a user's start, when a set-up command can't be used. Without a folder it checks what is built
/// in; with one, that folder, its examples, and with every tool there is. What it finds is in the form that MSBuild takes for its own.
/// </summary>
internal static class SetupCheck
{
    /// <returns>The process's exit code: 0, or 1 when something can't be used.</returns>
    public static int Run(string? folder, TextWriter output, TextWriter errors) => Run(folder, Environment.GetEnvironmentVariable, output, errors);

    /// <param name="folder">Null for what is built in.</param>
    /// <param name="variable">The environment, where <c>CUSTOMIZER_RUN_LIMIT_MINUTES</c> may say what the stack's parameter does.</param>
    /// <param name="output">Gets warnings, notes, and what the folder comes to.</param>
    /// <param name="errors">Gets what can't be used.</param>
    public static int Run(string? folder, Func<string, string?> variable, TextWriter output, TextWriter errors)
    {
        try
        {
            var runLimit = Settings.RunLimitFrom(variable);
            var (problems, summary) = folder is null ? (OfPackage(SetupPackage.EmbeddedFiles(), runLimit), null) : OfFolder(SetupFolder.Read(folder), runLimit, output);
            Tell(problems, output, errors);
            if (summary is not null) output.WriteLine(summary);
            return problems.Any(problem => problem.Severity == Severity.Error) ? 1 : 0;
        }
        catch (InvalidSettingException exception)
        {
            errors.WriteLine(exception.Message);
            return 1;
        }
    }

    private static void Tell(IEnumerable<SetupProblem> problems, TextWriter output, TextWriter errors)
    {
        foreach (var problem in problems)
        {
            var (writer, kind) = problem.Severity switch
            {
                Severity.Error => (errors, "error SETUP001"),
                Severity.Warning => (output, "warning SETUP002"),
                _ => (output, "note"),
            };
            writer.WriteLine($"setup-commands: {kind}: {problem}");
        }
    }

    /// <summary>At every build: quick, and quiet where all is well.</summary>
    private static List<SetupProblem> OfPackage(IReadOnlyDictionary<string, SetupFile> files, TimeSpan runLimit) =>
        InOrder([.. SetupRules.Problems(files, runLimit), .. ScriptsOf(files).SelectMany(script => ScriptTools.Bash(script.Path, script.Content).Problems)]);

    private static (List<SetupProblem> Problems, string? Summary) OfFolder(SetupFolder folder, TimeSpan runLimit, TextWriter output)
    {
        List<SetupProblem> problems = [.. folder.Unreadable, .. SetupRules.Problems(folder.Package, runLimit), .. SetupRules.Problems(folder.Examples, runLimit)];
        var hasShellCheck = true;
        foreach (var (path, content) in ScriptsOf(folder.Examples))
        {
            var found = ScriptTools.ShellCheck(path, content);
            hasShellCheck &= found.IsInstalled;
            problems.AddRange([.. ScriptTools.Bash(path, content).Problems, .. found.Problems]);
        }

        problems = [.. InOrder(problems.Select(problem => problem with { Path = folder.OriginOf(problem.Path) }).Distinct())];
        if (!SetupRules.Problems(folder.Package, runLimit).Any(problem => problem.Severity == Severity.Error)) ShowOrder(new SetupPackage(folder.Package), output);
        var commands = folder.Package.Keys.Count(SetupRules.IsCommand);
        var examples = folder.Examples.Keys.Count(SetupRules.IsCommand) - commands;
        return (problems, $"Checked {Count(commands, "command")} and {Count(examples, "example")}{(hasShellCheck ? "" : " (without shellcheck, which isn't installed)")}: {Counts(problems)}.");
    }

    private static List<SetupProblem> InOrder(IEnumerable<SetupProblem> problems) =>
        [.. problems.OrderBy(problem => problem.Path, StringComparer.Ordinal).ThenBy(problem => problem.Line ?? 0)];

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

    private static IEnumerable<(string Path, byte[] Content)> ScriptsOf(IReadOnlyDictionary<string, SetupFile> files) =>
        files.Where(file => SetupRules.IsScript(file.Key)).Select(file => (Path: file.Key, Content: file.Value.Read())).Where(script => ScriptRules.IsBash(script.Content));

    private static string Counts(IReadOnlyList<SetupProblem> problems)
    {
        string[] more = [.. new[] { (Severity.Warning, "warning"), (Severity.Note, "note") }
            .Select(kind => (Number: problems.Count(problem => problem.Severity == kind.Item1), Noun: kind.Item2)).Where(kind => kind.Number > 0).Select(kind => Count(kind.Number, kind.Noun))];
        var errors = problems.Count(problem => problem.Severity == Severity.Error);
        return string.Join(", ", [errors == 0 ? "no problem" : Count(errors, "problem"), .. more]);
    }

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
