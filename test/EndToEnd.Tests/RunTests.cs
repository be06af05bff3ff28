using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Journals;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>What holds of a run, whatever happens in its middle, and whichever way leads into the app.</summary>
public sealed class RunTests
{
    [Theory]
    [InlineData(AppKinds.JupyterLab)]
    [InlineData(AppKinds.OldCodeEditor)]
    [InlineData(AppKinds.CodeEditor)]
    public async Task An_event_that_is_delivered_five_times_is_run_once_and_reported_once(string kind)
    {
        await using var studio = await RunningStudio.StartAsync("long", await AppKinds.OptionsAsync(kind) with { Faults = ["deliver-times=5"] });

        var app = await studio.Host.CreateAppAsync(AppKinds.AppTypeOf(kind), null, studio.Token);
        var reports = await studio.ReportsAsync(5);

        Assert.Single(reports, report => report.Verdict == "done");
        Assert.Equal(4, reports.Count(report => report.Verdict == "ignored"));
        LongRun.AssertRanOnceAndWholeInTheLog(studio, app);

        // Code Editor's end a little later: CodeEditorTests waits for them.
        if (kind == AppKinds.JupyterLab) Assert.Empty(await app.ListTerminalsAsync(studio.Token));
    }

    [Theory]
    [InlineData(AppKinds.JupyterLab)]
    [InlineData(AppKinds.JupyterLabOnServer2)]
    [InlineData(AppKinds.OldCodeEditor)]
    [InlineData(AppKinds.CodeEditor)]
    public async Task A_killed_function_stops_nothing_and_the_retry_reports_the_run(string kind)
    {
        await using var studio = await RunningStudio.StartAsync("long", await AppKinds.OptionsAsync(kind));
        var app = await studio.Host.CreateAppAsync(AppKinds.AppTypeOf(kind), null, studio.Token);
        await studio.Host.Function.Log.WaitForAsync(line => LogLine.Parse(line.Text)?.Output?.Contains("line 5\n", StringComparison.Ordinal) == true, studio.Token);

        Assert.Equal(1, studio.Host.Function.KillAll());
        var report = await studio.ReportAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Equal(2, studio.Host.Function.Invocations.Entries.Single().Attempts.Count);
        LongRun.AssertRanOnceAndWholeInTheLog(studio, app);
    }

    [Theory]
    [InlineData(AppKinds.JupyterLab)]
    [InlineData(AppKinds.JupyterLabOnServer2)]
    [InlineData(AppKinds.OldCodeEditor)]
    [InlineData(AppKinds.CodeEditor)]
    public async Task A_restarted_server_stops_nothing(string kind)
    {
        await using var studio = await RunningStudio.StartAsync("long", await AppKinds.OptionsAsync(kind));
        var app = await studio.Host.CreateAppAsync(AppKinds.AppTypeOf(kind), null, studio.Token);
        await studio.WaitForMessageAsync("10-takes-some-seconds.sh printed");

        await app.RestartServerAsync(studio.Token);
        var report = await studio.ReportAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Single(studio.Host.Function.Invocations.Entries.Single().Attempts);
        LongRun.AssertRanOnceAndWholeInTheLog(studio, app);
    }

    [Theory]
    [InlineData(AppKinds.JupyterLab, 8, 2)]
    [InlineData(AppKinds.OldCodeEditor, 12, 1)]
    [InlineData(AppKinds.CodeEditor, 12, 1)]
    public async Task A_run_that_is_longer_than_the_function_is_handed_over_and_reported_once(string kind, int timeoutSeconds, int leastHandOvers)
    {
        await using var studio = await RunningStudio.StartAsync("longer", await AppKinds.OptionsAsync(kind) with { FunctionTimeout = TimeSpan.FromSeconds(timeoutSeconds) });

        var (app, report) = await studio.CustomizeAsync(AppKinds.AppTypeOf(kind));

        Assert.Equal("done", report.Verdict);
        Assert.True(report.HandOvers >= leastHandOvers, $"{report.HandOvers} hand-overs");
        Assert.Equal("run\n", await File.ReadAllTextAsync(Path.Combine(app.HomePath, "runs"), studio.Token));
        Assert.Equal(string.Concat(Enumerable.Range(1, 100).Select(line => $"line {line}\n")), studio.OutputOf("10-takes-twenty-seconds.sh"));
        Assert.Single(studio.Host.Function.Invocations.Entries, invocation => !Report.Of(invocation).HandedOver);
    }

    [Fact]
    public async Task A_forged_hand_over_begins_nothing()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        var (app, _) = await studio.CustomizeAsync();
        File.Delete(Path.Combine(app.HomePath, "customized"));

        var invocation = await studio.Host.Function.InvokeAsync(
            $$$"""
            {"continue": {"runId": "{{{Guid.NewGuid()}}}", "domainId": "{{{app.DomainId}}}", "spaceName": "{{{app.SpaceName}}}", "appType": "JupyterLab", "appName": "default",
                          "receivedAt": "{{{DateTimeOffset.UtcNow:O}}}"}}
            """,
            studio.Token);

        var report = Report.Of(invocation);
        Assert.Equal("ignored", report.Verdict);
        Assert.Contains("doesn't have", report.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(app.HomePath, "customized")));
    }

    [Theory]
    [InlineData("kill-terminals-after=0")]
    [InlineData("kill-terminals-after=2.5")]
    public async Task A_killed_terminal_stops_nothing(string fault)
    {
        await using var studio = await RunningStudio.StartAsync("long", new StudioOptions { Faults = [fault] });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Contains(studio.Host.Events.Entries, happened => happened is FaultStruck { Fault: "kill-terminals-after" });
        Assert.NotEmpty(studio.LostWays);
        Assert.Single(studio.Host.Function.Invocations.Entries.Single().Attempts);
        LongRun.AssertRanOnceAndWholeInTheLog(studio, app);
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
    }

    [Theory]
    [InlineData("kill-supervisor-after=0")]
    [InlineData("kill-supervisor-after=2.5")]
    public async Task A_supervisor_that_is_killed_is_reported_and_never_started_again(string fault)
    {
        await using var studio = await RunningStudio.StartAsync("long", new StudioOptions { Faults = [fault] });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("incomplete", report.Verdict);
        Assert.All(report.Commands, command => Assert.Equal("notRun", command.Outcome));
        Assert.Contains("supervisor died", report["10-takes-some-seconds.sh"].Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(app.HomePath, "runs-of-20")));
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
    }
}
