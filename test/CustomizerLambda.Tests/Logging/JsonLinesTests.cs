using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Tests.Logging;

public sealed class JsonLinesTests
{
    private static readonly string[] Texts =
    [
        .. NastyValues.All, "a\r\nb", "{\"level\": \"INFO\"}\n{}", "\u2028\u2029\u0085\u000b\u000c", "\ud800", "\udc00a", "\ufeff", "</script>", "\u001b[2J", new string('\n', 1000),
    ];

    [Fact]
    public void An_entry_is_one_line_of_JSON_whatever_the_text_holds()
    {
        foreach (var text in Texts)
        {
            var lines = Written(logger => logger.CommandPrinted("10-a.sh", 5, text));
            var line = Assert.Single(lines.TrimEnd('\n').Split('\n'));
            Assert.EndsWith("}\n", lines, StringComparison.Ordinal);
            Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u2028' or '\u2029');
            var written = JsonNode.Parse(line)!["output"]!.GetValue<string>();
            Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), written);
        }
    }

    [Fact]
    public void An_entry_has_the_keys_of_Powertools_its_fields_and_those_of_its_scopes()
    {
        var line = Line(logger =>
        {
            using var scope = logger.BeginScope(LogFields.Of(new LambdaContext("r1", "arn:x", DateTimeOffset.UnixEpoch, "Root=1", IsColdStart: true)));
            logger.RunFound("Running", 2, OffsetBeyondInt);
        });
        Assert.Equal(
            ["timestamp", "level", "message", "service", "cold_start", "function_request_id", "function_arn", "xray_trace_id", "state", "number", "offset"],
            line.Select(member => member.Key));
        Assert.Equal(("2026-11-20T10:00:00Z", "INFO", "studio-app-customizer"), (Text(line["timestamp"]), Text(line["level"]), Text(line["service"])));
        Assert.Equal("The run is there already (Running); following it from command 2, byte 5000000000", Text(line["message"]));
        Assert.Equal((true, 2, OffsetBeyondInt), (line["cold_start"]!.GetValue<bool>(), line["number"]!.GetValue<int>(), line["offset"]!.GetValue<long>()));
    }

    [Fact]
    public void A_field_without_a_value_is_left_out() =>
        Assert.DoesNotContain("xray_trace_id", Line(logger =>
        {
            using var scope = logger.BeginScope(LogFields.Of(new LambdaContext("r1", "arn:x", DateTimeOffset.UnixEpoch, null, IsColdStart: false)));
            logger.SignedIn();
        }).Select(member => member.Key));

    [Fact]
    public void What_a_scope_says_ends_with_it()
    {
        var line = Line(logger =>
        {
            logger.BeginScope(LogFields.Of(new LambdaContext("r1", "arn:x", DateTimeOffset.UnixEpoch, null, IsColdStart: false)))!.Dispose();
            logger.SignedIn();
        });
        Assert.Equal(["timestamp", "level", "message", "service"], line.Select(member => member.Key));
    }

    [Fact]
    public void A_report_is_nested_and_can_be_queried_by_its_members()
    {
        var line = Line(logger => logger.Reported(Report(Verdict.Degraded)));
        Assert.Equal("WARN", Text(line["level"]));
        Assert.Equal("degraded: 1 of 2 set-up commands are not fine (20-b.sh)", Text(line["message"]));
        Assert.Equal("degraded", Text(line["verdict"]));
        var report = line["report"]!;
        Assert.Equal(("degraded", "c8a4e1f6", "alice-lab"), (Text(report["verdict"]), Text(report["runId"]), Text(report["app"]!["spaceName"])));
        var failed = report["commands"]![1]!;
        Assert.Equal(("20-b.sh", "failed", 3, 1200), (Text(failed["name"]), Text(failed["outcome"]), failed["exitCode"]!.GetValue<int>(), failed["durationMs"]!.GetValue<int>()));
        Assert.Equal("last\nwords", Text(failed["tail"]));
    }

    [Theory]
    [InlineData("Done", "INFO")]
    [InlineData("Degraded", "WARN")]
    [InlineData("Incomplete", "WARN")]
    [InlineData("Ignored", "INFO")]
    public void A_report_that_somebody_has_to_look_at_is_a_warning(string verdict, string level) =>
        Assert.Equal(level, Text(Line(logger => logger.Reported(Report(Enum.Parse<Verdict>(verdict))))["level"]));

    [Fact]
    public void A_run_that_is_handed_over_is_no_warning() =>
        Assert.Equal("INFO", Text(Line(logger => logger.Reported(Report(Verdict.Incomplete) with { HandedOver = true }))["level"]));

    [Theory]
    [InlineData("Succeeded", 0, "INFO", "10-a.sh succeeded")]
    [InlineData("Failed", 3, "WARN", "10-a.sh failed with exit code 3")]
    [InlineData("TimedOut", null, "WARN", "10-a.sh timed out")]
    [InlineData("NotRun", null, "INFO", "10-a.sh did not run: why")]
    public void A_commands_end_is_a_sentence(string outcome, int? exitCode, string level, string message)
    {
        var line = Line(logger => logger.CommandEnded("10-a.sh", Enum.Parse<Outcome>(outcome), exitCode, "why", 12, 0));
        Assert.Equal((level, message), (Text(line["level"]), Text(line["message"])));
    }

    [Fact]
    public void Of_an_exception_only_its_type_is_written()
    {
        var line = Line(logger => logger.Log(LogLevel.Error, default, "state", new InvalidOperationException("https://x?token=SECRET"), (_, _) => "sentence"));
        Assert.Equal("InvalidOperationException", Text(line["exception"]));
        Assert.DoesNotContain("SECRET", line.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_of_many_threads_are_not_mixed()
    {
        var lines = await Task.Run(() => Written(logger => Parallel.For(0, 1000, n => logger.CommandPrinted("10-a.sh", n, new string('x', 500)))), Patience.Token);
        var offsets = lines.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!["offset"]!.GetValue<int>());
        Assert.Equal(Enumerable.Range(0, 1000), offsets.Order());
    }

    private const long OffsetBeyondInt = 5_000_000_000;

    private static RunReport Report(Verdict verdict) => new()
    {
        Verdict = verdict,
        RunId = "c8a4e1f6",
        App = new AppReport("d-abc", "JupyterLab", "default", "alice", "alice-lab"),
        Commands =
        [
            new CommandReport { Name = "10-a.sh", Outcome = Outcome.Succeeded, ExitCode = 0 },
            new CommandReport { Name = "20-b.sh", Outcome = Outcome.Failed, ExitCode = 3, DurationMs = 1200, Tail = "last\nwords" },
        ],
        Times = new RunTimes(),
    };

    private static JsonObject Line(Action<ILogger> log) => JsonNode.Parse(Written(log))!.AsObject();

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static string Written(Action<ILogger> log)
    {
        using var output = new MemoryStream();
        log(new JsonLinesLogger(output, LogLevel.Trace, new LeapingTime()));
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
