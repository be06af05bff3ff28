using System.Diagnostics;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

public sealed class PreviewTests
{
    [Fact]
    public async Task A_plan_says_what_the_run_then_reports()
    {
        await using var studio = await RunningStudio.StartAsync("targeted");
        var plan = await studio.Host.PlanAsync(Event(studio), "nobody", studio.Token);
        Assert.Empty(studio.Host.TerminalInput.Entries);

        var (app, report) = await studio.CustomizeAsync();

        Assert.True(plan.Runs);
        Assert.Equal(report.PackageDigest, plan.PackageDigest);
        Assert.Equal((app.DomainId, app.SpaceName, report.Owner), (plan.App!.DomainId, plan.App.SpaceName, plan.App.UserProfileName));
        Assert.Equal(
            report.Commands.Select(command => (command.Name, command.Outcome != "notRun", command.Reason)),
            plan.Commands.Select(command => (command.Name, command.Runs, command.Reason)));
    }

    [Fact]
    public async Task A_plan_knows_who_is_left_alone()
    {
        await using var studio = await RunningStudio.StartAsync("targeted", new StudioOptions { FunctionEnvironment = new Dictionary<string, string> { ["CUSTOMIZER_ENABLED"] = "false" } });
        var plan = await studio.Host.PlanAsync(Event(studio), "nobody", studio.Token);

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("ignored", report.Verdict);
        Assert.False(plan.Runs);
        Assert.Equal(report.Reason, plan.Reason);
        Assert.Empty(plan.Commands);
    }

    [Fact]
    public async Task A_plan_says_why_it_cannot_be_told()
    {
        await using var studio = await RunningStudio.StartAsync("targeted", new StudioOptions { Faults = ["list-tags-denied"] });

        var exception = await Assert.ThrowsAsync<SetupException>(() => studio.Host.PlanAsync(Event(studio), "nobody", studio.Token));

        Assert.Contains("may not call sagemaker:ListTags", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"domainId\": ")]
    public async Task A_plan_of_what_is_no_event_cannot_be_told(string payload)
    {
        await using var studio = await RunningStudio.StartAsync("targeted");

        var exception = await Assert.ThrowsAsync<SetupException>(() => studio.Host.PlanAsync(payload, "nobody", studio.Token));

        Assert.StartsWith("That is no event", Assert.Single(exception.Message.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_an_event_names_is_planned_for_without_an_app()
    {
        await using var studio = await RunningStudio.StartAsync("targeted");
        const string Payload = """{"domainId": "d-abcdefghijkl", "appType": "JupyterLab", "spaceName": "team-lab"}""";

        var plan = await studio.Host.PlanAsync(Payload, "ds-alice", studio.Token);

        Assert.Equal("ds-alice", plan.App!.UserProfileName);
        Assert.Equal([true, true, false, false], plan.Commands.Select(command => command.Runs));
        Assert.Equal("it is for profiles a?a, not for ds-alice", plan.Commands[2].Reason);
    }

    [Theory]
    [InlineData("plain", 0, "no problem")]
    [InlineData("no-such-folder", 2, "There's no folder")]
    public async Task The_check_ends_with_an_exit_code(string commands, int exitCode, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        var folder = Path.Combine(AppContext.BaseDirectory, "commands", commands);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalStudio.dll"), "--check", "--setup-commands", folder])
        {
            RedirectStandardOutput = true,
        })!;

        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        Assert.Contains(text, output, StringComparison.Ordinal);
        Assert.Equal(exitCode, process.ExitCode);
    }

    private static string Event(RunningStudio studio) =>
        new JsonObject { ["domainId"] = studio.Host.DomainId, ["appType"] = "JupyterLab", ["spaceName"] = StudioHost.DefaultSpaceName }.ToJsonString();
}
