using System.Text.Json;
using System.Text.Json.Nodes;
using CustomizerLambda.Events;
using CustomizerLambda.Reporting;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Reporting;

public sealed class ResultEventTests
{
    private const string SchemaName = "studio-app-customization-finished.v1";

    [Theory]
    [InlineData("Degraded")]
    [InlineData("Incomplete")]
    public async Task It_is_as_the_published_schema_has_it(string kind) =>
        Assert.Empty((await Schema.ReadAsync(SchemaName)).Errors(Detail((RunReport)typeof(Reports).GetProperty(kind)!.GetValue(null)!).ToJsonString()));

    [Fact]
    public async Task So_it_is_for_every_type_of_app_and_every_outcome()
    {
        var schema = await Schema.ReadAsync(SchemaName);
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            foreach (var verdict in Enum.GetValues<Verdict>().Except([Verdict.Ignored]))
            {
                var report = Reports.Degraded with { Verdict = verdict, Commands = [new CommandReport { Name = "10-a.sh", Outcome = outcome }] };
                Assert.Empty(schema.Errors(Detail(report).ToJsonString()));
            }
        }
    }

    [Theory]
    [InlineData("version", "\"2\"")]
    [InlineData("version", "1")]
    [InlineData("runId", "\"x\"")]
    [InlineData("runId", null)]
    [InlineData("verdict", "\"ignored\"")]
    [InlineData("app", "{}")]
    [InlineData("commands", """[{"name": "10-a.sh"}]""")]
    [InlineData("handOvers", "-1")]
    [InlineData("times", """{"receivedAt": "yesterday"}""")]
    [InlineData("tail", "\"what a command printed\"")]
    public async Task The_schema_refuses_another(string member, string? value)
    {
        var detail = Detail(Reports.Degraded);
        detail[member] = value is null ? null : JsonNode.Parse(value);
        Assert.NotEmpty((await Schema.ReadAsync(SchemaName)).Errors(detail.ToJsonString()));
    }

    [Fact]
    public async Task The_schema_misses_any_member_that_is_gone()
    {
        var schema = await Schema.ReadAsync(SchemaName);
        Assert.All(Detail(Reports.Degraded).Select(member => member.Key).ToList(), name =>
        {
            var detail = Detail(Reports.Degraded);
            detail.Remove(name);
            Assert.NotEmpty(schema.Errors(detail.ToJsonString()));
        });
    }

    [Fact]
    public void What_commands_print_and_where_it_is_stays_out()
    {
        var detail = Detail(Reports.Degraded).ToJsonString();
        Assert.DoesNotContain("the last words", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("x.log", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_goes_on_and_what_was_ignored_have_none()
    {
        Assert.Null(ResultEvent.TryOf(Reports.HandedOver));
        Assert.Null(ResultEvent.TryOf(Reports.Ignored));
        Assert.Null(ResultEvent.TryOf(Reports.Malformed));
    }

    [Fact]
    public void It_is_nothing_that_the_function_would_take_up()
    {
        var envelope = new JsonObject { ["source"] = ResultEvent.Source, ["detail-type"] = ResultEvent.DetailType, ["detail"] = Detail(Reports.Degraded) };
        Assert.IsType<Admission.Ignored>(envelope.Decide());
    }

    private static JsonObject Detail(RunReport report) =>
        JsonNode.Parse(JsonSerializer.Serialize(ResultEvent.TryOf(report)!, Json.Default.ResultEvent))!.AsObject();
}
