using System.Text.Json.Nodes;

namespace Stack.Tests.Rules;

/// <summary>
/// Whether an event matches a rule's pattern, as EventBridge decides it: of the pattern language only what the template uses, and an error for anything
/// else (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html).
/// </summary>
internal static class EventPattern
{
    /// <summary>Every field of the pattern must hold; fields of the event that it doesn't name don't matter.</summary>
    public static bool Matches(JsonObject pattern, JsonObject? @event) => pattern.All(field => field.Value switch
    {
        JsonObject nested => Matches(nested, @event?[field.Key] as JsonObject),
        JsonArray { Count: > 0 } alternatives => MatchesAny(alternatives, @event, field.Key),
        _ => throw new NotSupportedException($"The pattern of {field.Key} must be an object or a list."),
    });

    private static bool MatchesAny(JsonArray alternatives, JsonObject? @event, string field)
    {
        var isThere = @event is not null && @event.ContainsKey(field);
        var value = isThere ? @event![field] : null;
        // Of a list in the event, one item is enough.
        IEnumerable<JsonNode?> values = value is JsonArray items ? items : isThere ? new[] { value } : [];
        return alternatives.Any(alternative => alternative switch
        {
            JsonObject { Count: 1 } operation when operation["exists"] is JsonValue exists => exists.GetValue<bool>() == (isThere && value is not JsonObject),
            JsonObject operation => throw new NotSupportedException(operation.ToJsonString()),
            _ => values.Any(candidate => JsonNode.DeepEquals(alternative, candidate)),
        });
    }
}
