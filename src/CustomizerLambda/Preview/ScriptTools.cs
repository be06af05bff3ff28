using System.ComponentModel;
using System.Diagnostics;

namespace CustomizerLambda.Preview;

/// <summary>Programs that read scripts without running them. One that isn't installed finds nothing, and says so.</summary>
internal static class ScriptTools
{
    /// <summary>bash's own reading: what is no bash at all.</summary>
    public static ToolAnswer Bash(byte[] script) => Run("bash", ["-n"], script);

    /// <summary>What is bash, but hardly what was meant.</summary>
    public static ToolAnswer ShellCheck(byte[] script) => Run("shellcheck", ["--shell=bash", "--format=gcc", "--exclude=SC1091", "-"], script);

    private static ToolAnswer Run(string program, string[] arguments, byte[] input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var answer = process.StandardOutput.ReadToEndAsync();
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            string[] lines = [.. $"{answer.Result}{errors.Result}".Split('\n', StringSplitOptions.RemoveEmptyEntries)];
            return new ToolAnswer(IsInstalled: true, process.ExitCode == 0 ? [] : lines);
        }
        catch (Win32Exception)
        {
            return new ToolAnswer(IsInstalled: false, []);
        }
    }
}

/// <summary>What a program says of a script.</summary>
internal sealed record ToolAnswer(bool IsInstalled, IReadOnlyList<string> Problems);
