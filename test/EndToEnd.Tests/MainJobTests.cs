using System.Text.Json;
using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

public sealed class MainJobTests
{
    [Theory]
    [InlineData("JupyterLab")]
    [InlineData("JupyterServer")]
    public async Task An_app_that_starts_is_customized(string appType)
    {
        await using var studio = await RunningStudio.StartAsync("plain");

        var (app, report) = await studio.CustomizeAsync(appType);

        Assert.Equal("done", report.Verdict);
        Assert.Equal("ada", report.Owner);
        Assert.All(report.Commands, command => Assert.Equal(("succeeded", 0), (command.Outcome, command.ExitCode)));
        Assert.Equal("customized\n", await File.ReadAllTextAsync(Path.Combine(app.HomePath, "customized"), studio.Token));
        Assert.Equal(
            $"""
            CUSTOMIZER_APP_TYPE={appType}
            CUSTOMIZER_DOMAIN_ID={app.DomainId}
            CUSTOMIZER_RUN_ID={report.RunId}
            CUSTOMIZER_SPACE_NAME={app.SpaceName}
            CUSTOMIZER_USER_PROFILE_NAME=ada

            """,
            studio.OutputOf("10-says-whom-it-serves.sh"));
        Assert.Equal(app.Home + "\n", studio.OutputOf("20-works-in-the-home.sh"));
    }

    [Fact]
    public async Task Nothing_of_ours_is_left_open_and_the_user_can_see_how_it_went()
    {
        await using var studio = await RunningStudio.StartAsync("plain");

        var (app, report) = await studio.CustomizeAsync();

        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
        var entries = Directory.EnumerateFileSystemEntries(app.HomePath).Select(Path.GetFileName).Where(name => !name!.StartsWith('.'));
        Assert.Equal(["customized"], entries);
        Assert.Empty(Directory.EnumerateFiles(app.HomePath, ".*history*"));
        using var status = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(app.HomePath, ".studio-customizer", "status.json"), studio.Token));
        Assert.Equal("ended", status.RootElement.GetProperty("state").GetString());
        Assert.Equal(report.RunId, status.RootElement.GetProperty("runId").GetString());
        Assert.Equal(2, status.RootElement.GetProperty("commands").GetArrayLength());
        Assert.Equal(studio.OutputOf("20-works-in-the-home.sh"), await File.ReadAllTextAsync(app.PathOnMachine(report["20-works-in-the-home.sh"].OutputFile!), studio.Token));
    }

    [Fact]
    public async Task The_first_command_starts_within_a_second_of_the_apps_answer()
    {
        await using var studio = await RunningStudio.StartAsync("plain");

        var (_, report) = await studio.CustomizeAsync();

        // One machine, one clock: the app's and the function's times can be compared here. The bound is the promise, not a measurement.
        Assert.InRange(report.Time("firstCommandAt") - report.Time("answeredAt"), TimeSpan.FromMilliseconds(-1), TimeSpan.FromSeconds(5));
        Assert.True(report.Time("receivedAt") <= report.Time("inServiceAt"));
        Assert.True(report.Time("inServiceAt") <= report.Time("answeredAt"));
        Assert.True(report.Time("firstCommandAt") <= report.Time("endedAt"));
    }

    [Fact]
    public async Task A_command_that_fails_degrades_the_run_and_the_others_run_all_the_same()
    {
        await using var studio = await RunningStudio.StartAsync("failing");

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("degraded", report.Verdict);
        Assert.Equal([("succeeded", 0), ("failed", 3), ("succeeded", (int?)0)], report.Commands.Select(command => (command.Outcome, command.ExitCode)));
        Assert.Equal("what went wrong, on standard error\n", report["20-exits-with-3.sh"].Tail);
        Assert.Equal("third\n", studio.OutputOf("30-runs-all-the-same.sh"));
        Assert.Contains(studio.LogLines, line => line is { Level: "WARN", Message: "20-exits-with-3.sh failed with exit code 3" });
    }

    [Theory]
    [InlineData("JupyterLab")]
    [InlineData("JupyterServer")]
    public async Task The_repositorys_own_commands_work_but_for_what_the_internet_has(string appType)
    {
        await using var studio = await RunningStudio.StartAsync(commands: null);

        var (_, report) = await studio.CustomizeAsync(appType);

        var notFine = report.Commands.Where(command => command.Outcome != "succeeded").ToList();
        if (appType == "JupyterLab" || notFine.Count == 0)
        {
            Assert.Equal("done", report.Verdict);
            Assert.Empty(notFine);
        }
        else
        {
            Assert.Equal("degraded", report.Verdict);
            Assert.Equal(["40-auto-shutdown-extension.sh"], notFine.Select(command => command.Name));
            Assert.Contains("github", notFine[0].Tail, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_direct_invocation_customizes_an_app_that_is_running()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        var (app, first) = await studio.CustomizeAsync();

        var invocation = await studio.Host.Function.InvokeAsync(
            $$"""{"domainId": "{{app.DomainId}}", "appType": "JupyterLab", "spaceName": "{{app.SpaceName}}"}""", studio.Token);

        var second = Report.Of(invocation);
        Assert.Equal("done", second.Verdict);
        Assert.Equal(invocation.RequestId, second.RunId);
        Assert.NotEqual(first.RunId, second.RunId);
        Assert.Equal(first.PackageDigest, second.PackageDigest);
    }
}
