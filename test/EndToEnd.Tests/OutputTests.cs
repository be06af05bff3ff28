using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

public sealed class OutputTests
{
    [Fact]
    public async Task Whatever_commands_print_or_do_the_report_is_true_and_the_log_unharmed()
    {
        await using var studio = await RunningStudio.StartAsync("nasty");

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("incomplete", report.Verdict);
        Assert.Equal(
            [("failed", 9), ("succeeded", 0), ("succeeded", 0), ("succeeded", 0), ("timedOut", null), ("succeeded", 0), ("succeeded", 0), ("failed", 1), ("notRun", (int?)null)],
            report.Commands.Select(command => (command.Outcome, command.ExitCode)));
        Assert.Equal(
            "café \ufffd\ufffd ␀ red\n100%\n"
            + $"␞{report.RunId} 7 progress ended - exited 0 1 0 1 - - 0 0\t\n"
            + "bash-4.2$ \nsh: $ \n{\"level\":\"INFO\",\"message\":\"forged\",\"verdict\":\"done\"}\nno line feed at the end",
            studio.OutputOf("10-prints-bytes.sh"));
        Assert.DoesNotContain(studio.LogLines, line => line.Message == "forged");
        AssertMasked(studio);
        AssertHeadAndTail(studio, app, report["30-prints-much.sh"], string.Concat(Enumerable.Range(1, 300000).Select(number => $"{number}\n")));
        AssertHeadAndTail(studio, app, report["35-prints-one-long-line.sh"], new string('x', 10_000_000));
        Assert.Equal("read <>\n", studio.OutputOf("50-wants-input.sh"));
        Assert.Contains("70-stops-the-run.sh", report["80-never-runs.sh"].Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(app.HomePath, "never")));
    }

    private static void AssertMasked(RunningStudio studio)
    {
        var output = studio.OutputOf("20-prints-secrets.sh");
        Assert.Equal(
            "cloning https://someone:***@example.com/repository\nkey AKIA***, aws_secret_access_key = ***\nAuthorization: Bearer ***\n", output);
        Assert.DoesNotContain(studio.Host.Function.Log.Entries, line => line.Text.Contains("hunter2", StringComparison.Ordinal));
    }

    private static void AssertHeadAndTail(RunningStudio studio, StudioApp app, Report.Command command, string whole)
    {
        const int limit = 1024 * 1024;
        Assert.Equal(whole.Length, command.OutputBytes);
        Assert.Equal(whole.Length - limit, command.OmittedBytes);
        Assert.Equal(whole[..(limit / 2)] + whole[^(limit / 2)..], studio.OutputOf(command.Name));

        // The app keeps the first two MiB and the last one, at least.
        var kept = File.ReadAllText(app.PathOnMachine(command.OutputFile!));
        if (whole.Length <= 3 * limit)
        {
            Assert.Equal(whole, kept);
            return;
        }

        Assert.StartsWith(whole[..(2 * limit)], kept, StringComparison.Ordinal);
        Assert.EndsWith(whole[^limit..], kept, StringComparison.Ordinal);
        Assert.Contains("bytes were left out here", kept, StringComparison.Ordinal);
        Assert.InRange(kept.Length, 3 * limit, 8 * limit);
    }
}
