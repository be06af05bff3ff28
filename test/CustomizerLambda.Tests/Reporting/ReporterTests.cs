using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Events;
using CustomizerLambda.Logging;
using CustomizerLambda.Reporting;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Aws;
using CustomizerLambda.Tests.Support;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Tests.Reporting;

public sealed class ReporterTests
{
    [Fact]
    public async Task A_runs_end_is_logged_measured_and_sent()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("PutEvents", """{"FailedEntryCount": 0}""");

        var lines = await ReportAsync(aws, Reports.Degraded);

        Assert.Equal(["degraded: 1 of 5 set-up commands are not fine (30-c.sh)", "metrics", "metrics", "metrics", "metrics"], lines.Select(line => (string?)line["message"]));
        var entry = JsonNode.Parse(Assert.Single(aws.Calls).Body)!["Entries"]![0]!;
        Assert.Equal(("studio.customizer", "Studio App Customization Finished"), ((string?)entry["Source"], (string?)entry["DetailType"]));
        Assert.Equal(Reports.RunId, (string?)JsonNode.Parse((string)entry["Detail"]!)!["runId"]);
    }

    [Fact]
    public async Task Of_a_run_that_goes_on_and_of_what_was_ignored_nobody_is_told()
    {
        await using var aws = await AwsStub.StartAsync();
        await ReportAsync(aws, Reports.HandedOver);
        await ReportAsync(aws, Reports.Ignored);
        Assert.Empty(aws.Calls);
    }

    [Theory]
    [InlineData(400, """{"__type": "AccessDeniedException", "message": "not allowed"}""")]
    [InlineData(200, """{"FailedEntryCount": 1}""")]
    [InlineData(200, "not JSON")]
    public async Task An_event_that_cannot_be_sent_is_a_warning_and_no_more(int status, string answer)
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("PutEvents", answer, status);

        var lines = await ReportAsync(aws, Reports.Degraded);

        Assert.Contains("events:PutEvents", (string?)Assert.Single(lines, line => ((string?)line["message"])!.StartsWith("The event that tells others", StringComparison.Ordinal))["message"], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.ContainsKey("Runs"));
    }

    [Theory]
    [InlineData("AccessDeniedException", "the function's permission")]
    [InlineData("ValidationException", "service health")]
    public async Task Why_an_event_was_not_sent_is_told_apart(string code, string advice)
    {
        await using var aws = await AwsStub.StartAsync();
        var lines = await ReportAsync(aws.Refuses("PutEvents", code), Reports.Degraded);
        Assert.Contains(lines, line => ((string?)line["message"])!.Contains(advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_would_be_too_large_is_sent_without_its_commands_and_says_so()
    {
        await using var aws = await AwsStub.StartAsync();
        var command = Reports.Degraded.Commands[0] with { Name = new string('<', 400) };
        var lines = await ReportAsync(aws.Answers("PutEvents", """{"FailedEntryCount": 0}"""), Reports.Degraded with { Commands = [.. Enumerable.Repeat(command, 200)] });
        var detail = (string)JsonNode.Parse(Assert.Single(aws.Calls).Body)!["Entries"]![0]!["Detail"]!;
        Assert.Equal(("degraded", 0), ((string?)JsonNode.Parse(detail)!["verdict"], JsonNode.Parse(detail)!["commands"]!.AsArray().Count));
        Assert.Contains(lines, line => ((string?)line["message"])!.Contains("larger than EventBridge takes", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<JsonObject>> ReportAsync(AwsStub aws, RunReport report)
    {
        using var output = new MemoryStream();
        using var eventBridge = aws.EventBridge();
        await new Reporter(new EventBus(eventBridge, new LeapingTime()), LogLevel.Information, new LeapingTime(), new JsonLinesLogger(output, LogLevel.Information, new LeapingTime())).ReportAsync(report);
        return [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
