using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalStudio.Cli;

/// <summary>What an app is called where several are spoken of: its space or user profile, and its type.</summary>
internal static class AppLabel
{
    /// <summary>Of an event, a hand-over or a direct invocation.</summary>
    /// <returns>Null when it names no app.</returns>
    public static string? OfPayload(string json)
    {
        try
        {
            var root = JsonNode.Parse(json) as JsonObject;
            var detail = root?["detail"] as JsonObject;
            return Of(detail?["requestParameters"] as JsonObject ?? detail ?? root, "spaceName", "userProfileName", "appType");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Of one of the function's log lines.</summary>
    public static string? OfLogLine(JsonObject line) => Of(line, "space_name", "user_profile_name", "app_type");

    /// <summary>Of an ARN: …:app/DOMAIN/NAME/TYPE/default.</summary>
    public static string OfArn(string arn) => arn.Split('/') is [_, _, var name, var type, ..] ? Text(name, type) : arn;

    public static string? Of(string? spaceName, string? userProfileName, string? appType) =>
        appType is not null && (spaceName ?? userProfileName) is { } name ? Text(name, appType) : null;

    private static string? Of(JsonObject? json, string space, string profile, string type) => Of(Value(json, space), Value(json, profile), Value(json, type));

    private static string? Value(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string Text(string name, string type) => $"{name}/{type}";
}
