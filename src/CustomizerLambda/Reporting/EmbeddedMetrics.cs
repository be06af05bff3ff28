using System.Collections;
using System.Text.Json.Nodes;

namespace CustomizerLambda.Reporting;

/// <summary>
/// One log line in CloudWatch's embedded metric format, as the fields of that line: CloudWatch makes metrics of it, and the line stays to be searched
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// </summary>
/// <param name="at">When what is measured happened.</param>
internal sealed class EmbeddedMetrics(DateTimeOffset at) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public const string Namespace = "StudioCustomizer";

    private readonly JsonArray _directives = [];
    private readonly List<KeyValuePair<string, object?>> _values = [];

    public int Count => _values.Count + 1;

    public KeyValuePair<string, object?> this[int index] => index == 0 ? new("_aws", Metadata()) : _values[index - 1];

    /// <summary>Gives a dimension its value.</summary>
    public EmbeddedMetrics Dimension(string name, string value)
    {
        _values.Add(new(name, value));
        return this;
    }

    /// <summary>Adds metrics. Each is published once for every set of dimensions; one without a value isn't published.</summary>
    public EmbeddedMetrics Metrics(string[][] dimensionSets, params ReadOnlySpan<Metric> metrics)
    {
        var definitions = new JsonArray();
        foreach (var metric in metrics)
        {
            if (metric.Value is null) continue;
            definitions.Add(new JsonObject { ["Name"] = metric.Name, ["Unit"] = metric.Unit });
            _values.Add(new(metric.Name, metric.Value));
        }

        if (definitions.Count == 0) return this;
        _directives.Add(new JsonObject
        {
            ["Namespace"] = Namespace,
            ["Dimensions"] = new JsonArray([.. dimensionSets.Select(set => new JsonArray([.. set.Select(name => JsonValue.Create(name))]))]),
            ["Metrics"] = definitions,
        });
        return this;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++) yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private JsonObject Metadata() => new() { ["Timestamp"] = at.ToUnixTimeMilliseconds(), ["CloudWatchMetrics"] = _directives.DeepClone() };
}

/// <summary>One thing that is measured.</summary>
/// <param name="Unit">One of CloudWatch's.</param>
/// <param name="Value">Null where there is nothing to measure.</param>
internal readonly record struct Metric(string Name, string Unit, double? Value);
