using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>A command that fills a small disk to the last byte and the last file, and what is known of the run all the same.</summary>
public sealed class FullDiskTests
{
    private const string DiskFull = "a disk is full in the app";

    [Theory]
    [InlineData("home-size=512")]
    [InlineData("temp-size=512")]
    public async Task Where_a_command_fills_one_disk_the_next_ones_run_and_every_outcome_is_known(string fault)
    {
        await using var studio = await RunningStudio.StartAsync("full-disk", new StudioOptions { Faults = [fault] });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("degraded", report.Verdict);
        Assert.Equal(
            [("succeeded", 0), ("failed", 3), ("timedOut", null), ("succeeded", (int?)0)], report.Commands.Select(command => (command.Outcome, command.ExitCode)));
        Assert.Equal("after\n", studio.OutputOf("30-after.sh"));
        Assert.Equal("last\n", studio.OutputOf("40-last.sh"));
        Assert.Empty(studio.LostWays);
        if (fault.StartsWith("home", StringComparison.Ordinal)) Assert.StartsWith(DiskFull, report["20-fills-every-disk.sh"].Reason, StringComparison.Ordinal);
        else Assert.EndsWith("full\n", studio.OutputOf("20-fills-every-disk.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_full_disk_too_a_run_is_reported_once()
    {
        await using var studio = await RunningStudio.StartAsync("full-disk", new StudioOptions { Faults = ["temp-size=512"] });
        await studio.CustomizeAsync();

        var again = Report.Of(await studio.Host.Function.InvokeAsync(studio.Host.Function.Invocations.Entries[0].Payload, studio.Token));

        Assert.Equal(("ignored", "the run is reported already: degraded"), (again.Verdict, again.Reason));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_any_more_commands_are_not_run_and_the_report_says_why()
    {
        await using var studio = await RunningStudio.StartAsync("full-disk", new StudioOptions { Faults = ["home-size=512", "temp-size=512"] });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("incomplete", report.Verdict);
        Assert.Equal(["succeeded", "failed", "notRun", "notRun"], report.Commands.Select(command => command.Outcome));
        Assert.All(report.Commands.Skip(1), command => Assert.StartsWith(DiskFull, command.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_home_that_is_full_from_the_start_costs_no_output()
    {
        await using var studio = await RunningStudio.StartAsync("full-disk", new StudioOptions { Faults = ["home-size=4"] });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("before\n", studio.OutputOf("10-before.sh"));
        Assert.StartsWith(DiskFull, report["10-before.sh"].Reason, StringComparison.Ordinal);
        Assert.Equal("before\n", await File.ReadAllTextAsync(app.PathOnMachine(report["10-before.sh"].OutputFile!), studio.Token));
        Assert.StartsWith(app.Temp, report["10-before.sh"].OutputFile, StringComparison.Ordinal);
        Assert.Contains(studio.LogLines, line => line.Level == "WARN" && line.Message.StartsWith($"When 10-before.sh ended, {DiskFull}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("temp-size=4", "can't write")]
    [InlineData("temp-size=24", "can't unpack")]
    [InlineData("temp-size=80", "didn't start")]
    public async Task Where_there_is_no_room_to_begin_with_nothing_is_run_and_the_report_says_what_to_check(string fault, string reason)
    {
        await using var studio = await RunningStudio.StartAsync("full-disk", new StudioOptions { Faults = [fault] });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("incomplete", report.Verdict);
        Assert.Contains(reason, report.Reason, StringComparison.Ordinal);
        Assert.Contains("disk", report.Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(app.HomePath, ".studio-customizer")));
    }
}
