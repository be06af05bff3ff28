using System.ComponentModel;
using System.Diagnostics;

namespace Stack.Tests.Tools;

/// <summary>Programs that are not .NET's. Where one isn't installed, the test that wants it is skipped and says so.</summary>
internal static class Tool
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code and what it printed: standard output, and after it standard error.</returns>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, IEnumerable<string> arguments, string input = "", string? folder = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? AppContext.BaseDirectory,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Skips the test unless the program runs with these arguments.</summary>
    public static async Task RequireAsync(string what, string program, params string[] arguments)
    {
        var isThere = false;
        try
        {
            isThere = (await RunAsync(program, arguments)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // It isn't on the PATH.
        }

        Assert.SkipUnless(isThere, $"{what} isn't installed ({program} {string.Join(' ', arguments)})");
    }
}
