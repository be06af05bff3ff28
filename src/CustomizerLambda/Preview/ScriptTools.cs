using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Preview;

/// <summary>Programs that read scripts without running them. One that isn't installed finds nothing, and says so.</summary>
internal static partial class ScriptTools
{
    /// <summary>bash's own reading: what is no bash at all.</summary>
    public static ToolAnswer Bash(string path, byte[] script)
    {
        if (Run("bash", ["-n"], script) is not { } lines) return ToolAnswer.NotInstalled;

        // A line that only quotes the script belongs to the one before.
        var findings = lines.Select(line => BashLine().Match(line)).Where(match => !match.Groups["text"].Value.StartsWith('`'))
            .Select(match => new SetupProblem(path, LineOf(match), match.Groups["text"].Value));
        return new ToolAnswer(IsInstalled: true, [.. findings]);
    }

    /// <summary>What is bash, but hardly what was meant. A first line that isn't the first doesn't matter here: a command is run as <c>bash FILE</c>.</summary>
    public static ToolAnswer ShellCheck(string path, byte[] script)
    {
        if (Run("shellcheck", ["--shell=bash", "--format=gcc", "--exclude=SC1091,SC1114,SC1115,SC1128", "-"], script) is not { } lines) return ToolAnswer.NotInstalled;
        return new ToolAnswer(IsInstalled: true, [.. lines.Select(line => ShellCheckLine().Match(line)).Select(match => new SetupProblem(path, LineOf(match), match.Groups["text"].Value, SeverityOf(match.Groups["severity"].Value)))]);
    }

    private static Severity SeverityOf(string word) => word switch
    {
        "note" => Severity.Note,
        _ => Severity.Error,
    };

    private static int? LineOf(Match match) => match.Groups["line"] is { Success: true } line ? int.Parse(line.ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>The lines that a program prints; null when it isn't there.</summary>
    private static string[]? Run(string program, string[] arguments, byte[] input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
                Environment = { ["LC_ALL"] = "C.UTF-8" },
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var answer = process.StandardOutput.ReadToEndAsync();
            Write(process, input);
            process.WaitForExit();
            return $"{answer.Result}{errors.Result}".Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static void Write(Process process, byte[] input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has read enough: bash does, at a line that ends it all.
        }
    }

    [GeneratedRegex(@"^(?:bash: )?(?:line (?<line>\d+): )?(?<text>.*)$")]
    private static partial Regex BashLine();

    [GeneratedRegex(@"^(?:-:(?<line>\d+):\d+: (?<severity>\w+): )?(?<text>.*)$")]
    private static partial Regex ShellCheckLine();
}

/// <summary>What a program says of a script.</summary>
internal sealed record ToolAnswer(bool IsInstalled, IReadOnlyList<SetupProblem> Problems)
{
    public static ToolAnswer NotInstalled { get; } = new(IsInstalled: false, []);
}
