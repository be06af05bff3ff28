using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Events;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Reporting;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Aws;
using CustomizerLambda.Tests.Support;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Tests.Reporting;

public sealed class RunMetricsTests
{
    public static TheoryData<string> Kinds => ["Degraded", "Incomplete", "HandedOver", "Ignored", "Malformed", "ColdStart"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_line_is_in_the_embedded_metric_format(string kind)
    {
        var schema = await Schema.ReadAsync("embedded-metric-format");
        var lines = await LinesAsync(kind);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Empty(schema.Errors(line.ToJsonString())));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_dimension_and_metric_that_a_line_names_is_in_it(string kind)
    {
        foreach (var line in await LinesAsync(kind))
        {
            foreach (var directive in line["_aws"]!["CloudWatchMetrics"]!.AsArray())
            {
                Assert.Equal("StudioCustomizer", (string?)directive!["Namespace"]);
                Assert.All(directive["Dimensions"]!.AsArray().SelectMany(set => set!.AsArray()), name => Assert.NotEmpty((string)line[(string)name!]!));
                Assert.All(directive["Metrics"]!.AsArray(), metric => Assert.True((double)line[(string)metric!["Name"]!]! >= 0));
            }
        }
    }

    [Theory]
    [InlineData("Timestamp", "\"now\"")]
    [InlineData("Namespace", "\"\"")]
    [InlineData("Dimensions", "[]")]
    [InlineData("Dimensions", "[[1]]")]
    [InlineData("Metrics", "[]")]
    [InlineData("Metrics", """[{"Unit": "Count"}]""")]
    [InlineData("Metrics", """[{"Name": "Runs", "Unit": "Runs"}]""")]
    [InlineData("Metrics", """[{"Name": "Runs", "StorageResolution": 30}]""")]
    public async Task The_schema_refuses_what_CloudWatch_would_pass_over(string member, string value)
    {
        var line = (await LinesAsync("Degraded"))[0];
        var parent = member == "Timestamp" ? line["_aws"]! : line["_aws"]!["CloudWatchMetrics"]![0]!;
        parent[member] = JsonNode.Parse(value);
        Assert.NotEmpty((await Schema.ReadAsync("embedded-metric-format")).Errors(line.ToJsonString()));
    }

    [Fact]
    public void A_run_is_counted_by_verdict_and_its_commands_by_outcome()
    {
        var metrics = RunMetrics.Of(Reports.Degraded);
        Assert.Equal((1.0, "degraded", "JupyterLab"), (metrics[0].Value("Runs"), metrics[0].Text("Verdict"), metrics[0].Text("AppType")));
        Assert.Equal(
            [("succeeded", 3.0), ("failed", 1.0), ("notRun", 1.0)],
            metrics.Skip(1).Select(line => (line.Text("Outcome"), line.Value("Commands"))));
    }

    [Fact]
    public void Times_are_milliseconds_from_the_event_and_the_duration_is_the_commands_own()
    {
        var metrics = RunMetrics.Of(Reports.Degraded)[0];
        Assert.Equal((25_000.0, 30_000.0, 11_500.0), (metrics.Value("AppWait"), metrics.Value("TimeToFirstCommand"), metrics.Value("RunDuration")));
        Assert.Equal((400.0, 0.0), (metrics.Value("OutputBytes"), metrics.Value("HandOvers")));
    }

    [Fact]
    public void Who_follows_a_run_later_does_not_tell_how_long_the_app_was_waited_for()
    {
        var last = RunMetrics.Of(Reports.Degraded with { HandOvers = 2 })[0];
        Assert.Equal((null, 2.0, 30_000.0), (last.Value("AppWait"), last.Value("HandOvers"), last.Value("TimeToFirstCommand")));
        Assert.Equal(25_000, Assert.Single(RunMetrics.Of(Reports.HandedOver)).Value("AppWait"));
        Assert.Empty(RunMetrics.Of(Reports.HandedOver with { HandOvers = 1 }));
    }

    [Fact]
    public void A_run_that_goes_on_is_not_counted_yet() => Assert.Null(Assert.Single(RunMetrics.Of(Reports.HandedOver)).Value("Runs"));

    [Fact]
    public void What_is_ignored_is_counted_and_no_more()
    {
        var metrics = Assert.Single(RunMetrics.Of(Reports.Ignored));
        Assert.Equal((1.0, "ignored", null), (metrics.Value("Runs"), metrics.Text("Verdict"), metrics.Value("HandOvers")));
    }

    [Fact]
    public void Sizes_and_times_that_nobody_can_have_are_no_error()
    {
        var command = Reports.Degraded.Commands[0] with { OutputBytes = long.MaxValue, StartedAt = DateTimeOffset.MaxValue, DurationMs = long.MaxValue };
        Assert.NotEmpty(RunMetrics.Of(Reports.Degraded with { Commands = [command, command, command with { StartedAt = DateTimeOffset.MinValue, DurationMs = long.MinValue }] }));
    }

    [Fact]
    public void Dimensions_and_their_values_are_few()
    {
        string[] dimensions = [.. Kinds.SelectMany(kind => Sets(kind.Data)).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["", "AppType", "AppType Verdict", "Outcome", "Verdict"], dimensions);
    }

    [Theory]
    [InlineData(LogLevel.Trace, "TRACE")]
    [InlineData(LogLevel.Error, "ERROR")]
    public async Task A_line_has_the_least_level_that_is_logged_so_that_Lambda_lets_it_by(LogLevel level, string name)
    {
        var line = (await LinesAsync("Degraded", level))[^1];
        Assert.Equal(name, (string?)line["level"]);
        Assert.Equal("metrics", (string?)line["message"]);
    }

    private static IEnumerable<string> Sets(string kind) =>
        from metrics in kind == "ColdStart" ? [RunMetrics.ColdStart(Reports.ReceivedAt)] : RunMetrics.Of(ReportOf(kind))
        from directive in ((JsonObject)metrics[0].Value!)["CloudWatchMetrics"]!.AsArray()
        from set in directive!["Dimensions"]!.AsArray()
        select string.Join(' ', set!.AsArray().Select(name => (string)name!));

    private static RunReport ReportOf(string kind) => (RunReport)typeof(Reports).GetProperty(kind)!.GetValue(null)!;

    /// <summary>The metrics' lines, as they are written to the log.</summary>
    private static async Task<IReadOnlyList<JsonObject>> LinesAsync(string kind, LogLevel level = LogLevel.Information)
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("PutEvents", """{"FailedEntryCount": 0}""");
        using var output = new MemoryStream();
        using var eventBridge = aws.EventBridge();
        var reporter = new Reporter(new EventBus(eventBridge, new LeapingTime()), level, new LeapingTime(), new JsonLinesLogger(output, level, new LeapingTime()));
        if (kind == "ColdStart") reporter.Begin(new LambdaContext("r", "arn", default, null, IsColdStart: true));
        else await reporter.ReportAsync(ReportOf(kind));
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => line.ContainsKey("_aws"))];
    }
}

/// <summary>Reads a line's fields.</summary>
internal static class EmbeddedMetricsReading
{
    public static double? Value(this EmbeddedMetrics metrics, string name) => (double?)metrics.FirstOrDefault(field => field.Key == name).Value;

    public static string? Text(this EmbeddedMetrics metrics, string name) => (string?)metrics.FirstOrDefault(field => field.Key == name).Value;
}
