using System.Text;
using System.Text.RegularExpressions;

namespace CustomizerLambda.Setup;

/// <summary>
/// What a bash script must be to be run as <c>bash FILE</c>, and what it should be. What bash itself finds (<c>bash -n</c>) isn't repeated here; this is what
/// bash takes for something else than its author did. Pure.
/// </summary>
internal static partial class ScriptRules
{
    /// <summary>What a command may name in its first line: what bash runs as it is.</summary>
    private static readonly string[] Shells = ["bash", "sh", "dash"];

    /// <summary>Programs that read commands from a here-document.</summary>
    private static readonly string[] InnerShells = ["bash", "sh", "dash", "ksh", "zsh", "su"];

    /// <summary>Whether bash can make anything of the bytes at all: other tools have nothing to say about a file that isn't.</summary>
    public static bool IsBash(byte[] script) =>
        !IsUtf16(script) && !script.AsSpan().Contains((byte)0) && !script.AsSpan().StartsWith(Utf8Mark) && ForeignInterpreter(Encoding.UTF8.GetString(script)) is null;

    /// <summary>What is wrong with a command.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="script">Its bytes.</param>
    /// <param name="runLimit">How long all commands of a run may take together.</param>
    public static IEnumerable<SetupProblem> OfCommand(string path, byte[] script, TimeSpan runLimit)
    {
        if (NotText(path, script) is { } notText) return [notText];
        var (text, problems) = Decode(path, script);
        var directives = Directives.Read(text, out var faults);
        problems.AddRange(faults.Select(fault => new SetupProblem(path, fault.Line, fault.Text)));
        problems.AddRange(FirstLineProblems(path, text));
        if (ForeignInterpreter(text) is not null) return problems;

        var shell = new ShellText(text);
        problems.AddRange(CharacterProblems(path, shell));
        problems.AddRange(LateDirectives(path, shell, Directives.Head(text).Count()));
        if (shell.IsEmpty)
        {
            problems.Add(new SetupProblem(path, 1, "there is nothing in it to run: write a command, or delete the file."));
            return problems;
        }

        if (directives.Timeout > runLimit)
        {
            var line = Directives.Head(text).TakeWhile(head => !head.Contains("timeout=", StringComparison.Ordinal)).Count() + 1;
            problems.Add(Warning(path, line, $"its timeout of {directives.Timeout.TotalMinutes:0} minutes is above the {runLimit.TotalMinutes:0} that all commands of a run may take together: it is stopped sooner. Raise the stack's parameter RunLimitMinutes, or lower the timeout."));
        }

        problems.AddRange(SwallowedFailures(path, shell));
        return problems;
    }

    /// <summary>What is wrong with a script that travels along, for commands to read.</summary>
    public static IEnumerable<SetupProblem> OfFile(string path, byte[] script)
    {
        if (NotText(path, script) is { } notText) return [notText];
        var (text, problems) = Decode(path, script);
        if (ForeignInterpreter(text) is not null) return problems;
        var shell = new ShellText(text);
        problems.AddRange(CharacterProblems(path, shell));
        problems.AddRange(LookalikesOf(shell).Select(line => new SetupProblem(path, line, "only commands have directives: nobody reads one in files/.")));
        return problems;
    }

    private static ReadOnlySpan<byte> Utf8Mark => [0xef, 0xbb, 0xbf];

    private static SetupProblem Warning(string path, int? line, string text) => new(path, line, text, Severity.Warning);

    private static bool IsUtf16(byte[] script) => script is [0xff, 0xfe, ..] or [0xfe, 0xff, ..];

    private static SetupProblem? NotText(string path, byte[] script)
    {
        if (IsUtf16(script)) return new SetupProblem(path, 1, "it is UTF-16, which bash can't read. Save it as UTF-8 without a byte order mark.");
        var at = Array.IndexOf(script, (byte)0);
        return at < 0 ? null : new SetupProblem(path, script.AsSpan(0, at).Count((byte)'\n') + 1, "it has a NUL byte: it is no text, or in an encoding that bash can't read. Save it as UTF-8.");
    }

    /// <summary>The text without what can be taken off it, and what that was.</summary>
    private static (string Text, List<SetupProblem> Problems) Decode(string path, byte[] script)
    {
        List<SetupProblem> problems = [];
        var content = script.AsSpan();
        if (content.StartsWith(Utf8Mark))
        {
            problems.Add(new SetupProblem(path, 1, "it begins with a byte order mark, which bash takes for a part of the first word. Save it as UTF-8 without one."));
            content = content[Utf8Mark.Length..];
        }

        var text = Encoding.UTF8.GetString(content);
        var carriageReturn = text.IndexOf('\r', StringComparison.Ordinal);
        if (carriageReturn >= 0)
        {
            problems.Add(new SetupProblem(path, text.AsSpan(0, carriageReturn).Count('\n') + 1, "it has Windows line ends, which bash takes for part of the words. Save it with LF."));
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        }

        return (text, problems);
    }

    /// <summary>Of a line such as <c>#!/usr/bin/env -S bash -eu</c>: the program's name, and what it is given.</summary>
    private static (int Line, string Program, string Options)? Interpreter(string text)
    {
        var number = 0;
        foreach (var line in Directives.Head(text))
        {
            number++;
            if (InterpreterLine().Match(line) is not { Success: true } match || (number > 1 && match.Groups["words"].Value.AsSpan().TrimStart() is not ['/', ..])) continue;
            var words = match.Groups["words"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).AsEnumerable();
            var isEnv = words.FirstOrDefault()?.Split('/')[^1] == "env";
            if (isEnv) words = words.Skip(1).SkipWhile(word => word.StartsWith('-') || word.Contains('=', StringComparison.Ordinal));
            return (number, words.FirstOrDefault("").Split('/')[^1], string.Join(' ', words.Skip(1)));
        }

        return null;
    }

    private static string? ForeignInterpreter(string text) => Interpreter(text) is var (_, program, _) && !Shells.Contains(program) ? program : null;

    private static IEnumerable<SetupProblem> FirstLineProblems(string path, string text)
    {
        if (Interpreter(text) is not var (line, program, options)) yield break;
        if (!Shells.Contains(program))
        {
            yield return new SetupProblem(path, line, $"a command is run as 'bash FILE', whatever its first line says: '{Spelling.Visible(program)}' wouldn't run it. Write it in bash, and what is in another language into files/.");
        }
        else if (options is not ("" or "-" or "--"))
        {
            var instead = SetOptions().IsMatch(options) ? $"write 'set {options}' in a line of its own" : "leave them out";
            yield return new SetupProblem(path, line, $"'{Spelling.Visible(options)}' in the first line doesn't count, for a command is run as 'bash FILE': {instead}.");
        }
    }

    /// <summary>What was pasted or left behind, and isn't what it looks like.</summary>
    private static IEnumerable<SetupProblem> CharacterProblems(string path, ShellText shell)
    {
        if (Conflict().Match(shell.Text) is { Success: true } conflict)
        {
            yield return new SetupProblem(path, shell.LineOf(conflict.Index), "a merge left its conflict here: keep one side, and delete the lines <<<<<<<, ======= and >>>>>>>.");
        }

        var said = 0;
        for (var i = 0; i < shell.Code.Length; i++)
        {
            if (shell.Code[i] <= '\u007f' || PastedProblem(shell.Code, i) is not { } problem) continue;
            var line = shell.LineOf(i);
            if (line != said) yield return new SetupProblem(path, line, problem);
            said = line;
        }
    }

    private static string? PastedProblem(string code, int at)
    {
        var character = code[at];
        var (before, after) = (at == 0 ? '\n' : code[at - 1], at + 1 < code.Length ? code[at + 1] : '\n');
        return character switch
        {
            _ when Spelling.IsBlank(character) => $"{Spelling.Name(character)} looks like a blank, and bash takes it for part of a word: type a space.",
            '\ufeff' or (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or '\u00ad' =>
                $"{Spelling.Name(character)} can't be seen, and bash takes it for part of a word: delete it.",
            '\u201c' or '\u201d' or '\u201e' or '\u201f' => $"{character} is no quotation mark to bash: type \".",
            // Between letters, and at a word's end, it is an apostrophe.
            '\u2018' or '\u201a' or '\u201b' => $"{character} is no quotation mark to bash: type '.",
            '\u2019' when !char.IsLetterOrDigit(before) => $"{character} is no quotation mark to bash: type '.",
            '\u2013' or '\u2014' or '\u2212' when before is ' ' or '\t' && (after == '-' || char.IsAsciiLetterOrDigit(after)) => $"{character} is no hyphen, so no option begins with it: type -.",
            _ => null,
        };
    }

    private static IEnumerable<SetupProblem> LateDirectives(string path, ShellText shell, int headLines) =>
        LookalikesOf(shell).Where(line => line > headLines).Select(line => new SetupProblem(
            path, line, line == headLines + 1 ? DirectiveLookalike.Advice(shell.Text.Split('\n')[headLines]) : $"no directive is read from here on, for line {headLines + 1} ended the command's head. Write it before that, as '{Directives.Marker} key=value' at the beginning of a line."));

    /// <summary>The lines of comments, and of code, that look like directives.</summary>
    private static IEnumerable<int> LookalikesOf(ShellText shell)
    {
        var comments = shell.Comments.Where(comment => DirectiveLookalike.Is(comment.Text)).Select(comment => comment.Line);
        var code = shell.Code.Split('\n').Select((text, index) => (Line: index + 1, Text: text.Trim('\0', ' ', '\t')))
            .Where(line => line.Text.Length > 0 && DirectiveLookalike.IsCode(line.Text)).Select(line => line.Line);
        return comments.Concat(code).Distinct().Order();
    }

    /// <summary>Failures that the command's exit code doesn't tell.</summary>
    private static IEnumerable<SetupProblem> SwallowedFailures(string path, ShellText shell)
    {
        var options = OptionsSetIn(shell.Code);
        var hasPipe = HasPipe(shell.Code);
        if (!options.Contains("errexit"))
        {
            var begin = options.Contains("pipefail") || !hasPipe ? "set -e" : "set -eo pipefail";
            yield return Warning(path, FirstLineOfCode(shell), $"it goes on after a line that fails, and only its last one counts: begin with '{begin}', or better 'set -euo pipefail'.");
        }
        else if (hasPipe && !options.Contains("pipefail"))
        {
            yield return Warning(path, FirstLineOfCode(shell), "in a pipe only the last program's failure counts: begin with 'set -o pipefail', or better 'set -euo pipefail'.");
        }

        foreach (var document in shell.HereDocuments.Where(document => GoesToShellWithoutErrexit(shell, document)))
        {
            yield return Warning(path, shell.LineOf(document.At), "the inner shell that reads these lines goes on after one that fails, and only the last one counts: begin them with 'set -e'.");
        }
    }

    private static int FirstLineOfCode(ShellText shell) => shell.LineOf(shell.Code.AsSpan().IndexOfAnyExcept("\0 \t\n") is >= 0 and var at ? at : 0);

    private static bool GoesToShellWithoutErrexit(ShellText shell, HereDocument document)
    {
        var begin = shell.Code.LastIndexOfAny(['\n', ';', '|', '&', '('], document.At) + 1;
        var words = shell.Code[begin..document.At].Split(['\0', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (!words.Any(word => InnerShells.Contains(word.Split('/')[^1])) && !(words.Contains("sudo") && words.Any(word => word is "-i" or "-s"))) return false;
        var inner = new ShellText(document.Content);
        var lines = inner.Code.Split('\n').Count(line => !line.AsSpan().Trim("\0 \t").IsEmpty);
        return lines > 1 && !OptionsSetIn(inner.Code).Contains("errexit") && !OptionsOf(words).Contains("errexit");
    }

    /// <summary>The options that a script sets, by their long names; of the short ones, that which is asked for here.</summary>
    private static HashSet<string> OptionsSetIn(string code) => [.. SetCommand().Matches(code).SelectMany(match => OptionsOf(match.Groups["words"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)))];

    private static HashSet<string> OptionsOf(string[] words)
    {
        HashSet<string> options = [];
        for (var i = 0; i < words.Length && words[i] != "--"; i++)
        {
            if (words[i] is not ['-', not '-', ..]) continue;
            if (words[i].Contains('e', StringComparison.Ordinal)) options.Add("errexit");
            if (words[i].EndsWith('o') && i + 1 < words.Length) options.Add(words[++i]);
        }

        return options;
    }

    private static bool HasPipe(string code) => code.Split('\n').Any(line => Pipe().IsMatch(NoPipe().Replace(line, "")));

    [GeneratedRegex(@"^[ \t]*#!(?<words>.*)$")]
    private static partial Regex InterpreterLine();

    /// <summary>What <c>set</c> takes as well.</summary>
    [GeneratedRegex(@"\A(?:-[abefhkmnptuvxBCEHPT]+ ?)*(?:-[abefhkmnptuvxBCEHPT]*o [a-z]+ ?)*\z")]
    private static partial Regex SetOptions();

    [GeneratedRegex(@"^<{7}(?: .*)?$(?=[\s\S]*?^={7}$[\s\S]*?^>{7}(?: .*)?$)", RegexOptions.Multiline)]
    private static partial Regex Conflict();

    [GeneratedRegex(@"(?<=^|[;&|({\n]|\b(?:then|do|else)\s)[ \t]*(?:(?:builtin|command)[ \t]+)?(?:set|shopt)(?<words>[ \t][^;&|)\n]*)", RegexOptions.Multiline)]
    private static partial Regex SetCommand();

    [GeneratedRegex(@"(?<![|>])\|(?!\|)")]
    private static partial Regex Pipe();

    /// <summary>A pattern of case, of an extended glob, or of [[ ]].</summary>
    [GeneratedRegex(@"^[^()]*\)|[@?*+!]\([^()]*\)|\[\[.*?\]\]")]
    private static partial Regex NoPipe();
}
