using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalStudio.Cli;

/// <summary>One of the function's log lines, read as far as it can be.</summary>
/// <param name="Level">Null when the line isn't one of its JSON objects.</param>
/// <param name="Message">What it says; the line itself when it can't be read.</param>
/// <param name="Command">The set-up command that it is about.</param>
/// <param name="Output">What that command printed.</param>
/// <param name="IsMetrics">Whether it is for CloudWatch's metrics.</param>
/// <param name="App">The app that it is about.</param>
internal sealed record FunctionLine(string? Level, string Message, string? Command, string? Output, bool IsMetrics = false, string? App = null)
{
    public static FunctionLine Parse(string line)
    {
        try
        {
            if (line.StartsWith('{') && JsonNode.Parse(line) is JsonObject json && Text(json, "message") is { } message)
            {
                return new FunctionLine(Text(json, "level") ?? "INFO", message, Text(json, "command"), Text(json, "output"), json.ContainsKey("_aws"), AppLabel.OfLogLine(json));
            }
        }
        catch (JsonException)
        {
            // Not one of its JSON lines: shown as it is.
        }

        return new FunctionLine(null, line, null, null);
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
