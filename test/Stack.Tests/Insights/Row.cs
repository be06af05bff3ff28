using System.Globalization;
using System.Text.Json.Nodes;

namespace Stack.Tests.Insights;

/// <summary>A row of values by the names of their fields. A value is a string, a number (double) or a time; a field that isn't there is null.</summary>
internal sealed class Row
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public object? this[string field]
    {
        get => _values.GetValueOrDefault(field);
        set
        {
            if (value is null) _values.Remove(field);
            else _values[field] = value;
        }
    }

    /// <summary>
    /// A line of a log, as CloudWatch Logs Insights discovers its fields: JSON's members, those of members with dots between (<c>report.app.appType</c>),
    /// and of lists by number. Case counts. A boolean is 1 or 0.
    /// </summary>
    public static Row OfLogLine(string line)
    {
        var row = new Row { ["@message"] = line };
        var json = JsonNode.Parse(line)!.AsObject();
        row.Discover("", json);
        row["@timestamp"] = DateTimeOffset.Parse(json["timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        return row;
    }

    private void Discover(string prefix, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members) Discover(prefix.Length == 0 ? name : $"{prefix}.{name}", member);
                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++) Discover($"{prefix}.{index}", items[index]);
                break;
            case JsonValue value when value.TryGetValue<bool>(out var flag): this[prefix] = flag ? 1d : 0d; break;
            case JsonValue value when value.TryGetValue<double>(out var number): this[prefix] = number; break;
            case JsonValue value: this[prefix] = value.GetValue<string>(); break;
        }
    }
}
