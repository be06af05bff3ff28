using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Journals;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>How a run went is told in CloudWatch's metrics and on EventBridge, once.</summary>
public sealed class ResultTests
{
    [Fact]
    public async Task A_runs_end_is_an_event_with_its_outcomes_and_nothing_that_was_printed()
    {
        await using var studio = await RunningStudio.StartAsync("failing");

        var (app, report) = await studio.CustomizeAsync();

        var detail = Assert.Single(Results(studio));
        Assert.Equal(
            (report.RunId, "degraded", "ada", report.PackageDigest, app.SpaceName),
            ((string?)detail["runId"], (string?)detail["verdict"], (string?)detail["owner"], (string?)detail["packageDigest"], (string?)detail["app"]!["spaceName"]));
        Assert.Equal(["succeeded", "failed", "succeeded"], detail["commands"]!.AsArray().Select(command => (string?)command!["outcome"]));
        Assert.DoesNotContain("tail", detail.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(studio.Host.Function.Invocations.Entries);
    }

    [Fact]
    public async Task A_run_that_many_invocations_follow_is_told_once_and_each_process_is_counted()
    {
        await using var studio = await RunningStudio.StartAsync("longer", new StudioOptions { FunctionTimeout = TimeSpan.FromSeconds(12) });

        var (_, report) = await studio.CustomizeAsync();

        Assert.True(report.HandOvers > 0);
        Assert.Equal(report.HandOvers, (int)Assert.Single(Results(studio))["handOvers"]!);
        var runs = Assert.Single(Metrics(studio, "Runs"));
        Assert.Equal(("done", report.HandOvers), ((string?)runs["Verdict"], (int)runs["HandOvers"]!));
        Assert.Single(Metrics(studio, "AppWait"));
        Assert.NotEmpty(Metrics(studio, "ColdStarts"));
    }

    [Fact]
    public async Task Who_may_not_send_events_customizes_all_the_same()
    {
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { Faults = ["put-events-denied"] });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Empty(Results(studio));
        Assert.Contains(studio.LogLines, line => line.Level == "WARN" && line.Message.Contains("events:PutEvents", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CUSTOMIZER_ENABLED", "false")]
    [InlineData("CUSTOMIZER_PERCENTAGE", "0")]
    [InlineData("CUSTOMIZER_DOMAINS", "d-another")]
    public async Task Who_is_not_served_is_left_alone_and_the_setting_is_named(string name, string value)
    {
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { FunctionEnvironment = new Dictionary<string, string> { [name] = value } });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("ignored", report.Verdict);
        Assert.Contains(name, report.Reason, StringComparison.Ordinal);
        Assert.Empty(studio.Host.Requests.Entries);
        Assert.Empty(Results(studio));
    }

    private static IEnumerable<JsonNode> Results(RunningStudio studio) =>
        studio.Host.Events.Entries.OfType<EventPut>().Where(put => put.DetailType == "Studio App Customization Finished").Select(put => JsonNode.Parse(put.Detail)!);

    private static IEnumerable<JsonNode> Metrics(RunningStudio studio, string name) =>
        studio.Host.Function.Log.Entries.Select(line => JsonNode.Parse(line.Text)!).Where(line => line["_aws"] is not null && line[name] is not null);
}
