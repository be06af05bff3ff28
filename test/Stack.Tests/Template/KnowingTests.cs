using System.Text.Json.Nodes;

namespace Stack.Tests.Template;

/// <summary>Alarms and the dashboard watch metrics that there are.</summary>
public sealed class KnowingTests
{
    private static readonly string[] OfAws = ["AWS/Lambda Errors", "AWS/Lambda Throttles", "AWS/Lambda Invocations", "AWS/Lambda ConcurrentExecutions", "AWS/Lambda AsyncEventsDropped", "AWS/SQS ApproximateNumberOfMessagesVisible"];

    /// <summary>What the function publishes, as docs/metrics.md has it: a metric, and the sets of dimensions that it comes in.</summary>
    private static readonly Dictionary<string, string[]> OfTheFunction = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "metrics.md"))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == 6 && cells[1].StartsWith('`'))
        .ToDictionary(cells => cells[1].Trim('`'), cells => cells[3].Replace("`", "", StringComparison.Ordinal).Replace("nothing", "", StringComparison.Ordinal).Split(';', StringSplitOptions.TrimEntries));

    [Fact]
    public void Every_metric_on_the_dashboard_is_published_with_those_dimensions()
    {
        var metrics = Widgets().Where(widget => widget["type"]!.GetValue<string>() == "metric").SelectMany(MetricsOf).ToList();

        Assert.Equal(22, metrics.Count);
        Assert.All(metrics, AssertPublished);
    }

    [Fact]
    public void Every_alarm_watches_a_metric_that_is_published_and_tells_the_topic()
    {
        var alarms = new DeployedStack().Resources.Where(resource => resource.Value["Type"]!.GetValue<string>() == "AWS::CloudWatch::Alarm").Select(alarm => alarm.Value["Properties"]!).ToList();

        Assert.Equal(4, alarms.Count);
        foreach (var alarm in alarms)
        {
            Assert.Equal("<AlarmTopic>", alarm["AlarmActions"]![0]!.GetValue<string>());
            Assert.Equal("notBreaching", alarm["TreatMissingData"]!.GetValue<string>());
            IEnumerable<JsonNode> watched = alarm["Metrics"]?.AsArray().Where(metric => metric!["MetricStat"] is not null).Select(metric => metric!["MetricStat"]!["Metric"]!) ?? [alarm];
            foreach (var metric in watched)
            {
                AssertPublished((metric["Namespace"]!.GetValue<string>(), metric["MetricName"]!.GetValue<string>(), [.. metric["Dimensions"]!.AsArray().Select(dimension => dimension!["Name"]!.GetValue<string>())]));
            }
        }
    }

    [Fact]
    public void The_dashboard_shows_every_alarm()
    {
        var stack = new DeployedStack();
        var shown = Widgets().Single(widget => widget["type"]!.GetValue<string>() == "alarm")["properties"]!["alarms"]!.AsArray().Select(alarm => alarm!.GetValue<string>().Split(':', 7)[6]);

        Assert.Equal(stack.Resources.Where(resource => resource.Value["Type"]!.GetValue<string>() == "AWS::CloudWatch::Alarm").Select(alarm => $"<{alarm.Key}>").Order(), shown.Order());
    }

    private static void AssertPublished((string Namespace, string Name, string[] Dimensions) metric)
    {
        if (metric.Namespace != "StudioCustomizer") Assert.Contains($"{metric.Namespace} {metric.Name}", OfAws);
        else Assert.Contains(string.Join(" and ", metric.Dimensions), OfTheFunction[metric.Name]);
    }

    /// <summary>A widget's metrics, with CloudWatch's short forms (<c>"."</c>, <c>"..."</c>: as in the row above) written out.</summary>
    private static IEnumerable<(string, string, string[])> MetricsOf(JsonObject widget)
    {
        List<string> above = [];
        foreach (var row in widget["properties"]!["metrics"]!.AsArray())
        {
            var words = row!.AsArray().Where(word => word is JsonValue).Select(word => word!.GetValue<string>()).ToList();
            if (words[0] == "...") words = [.. above[..^(words.Count - 1)], .. words[1..]];
            above = [.. words.Select((word, index) => word == "." ? above[index] : word)];
            yield return (above[0], above[1], [.. above[2..].Where((_, index) => index % 2 == 0)]);
        }
    }

    private static IEnumerable<JsonObject> Widgets() =>
        JsonNode.Parse(new DeployedStack()["Dashboard"]["DashboardBody"]!.GetValue<string>())!["widgets"]!.AsArray().Select(widget => widget!.AsObject());
}
