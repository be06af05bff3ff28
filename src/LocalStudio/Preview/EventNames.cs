using System.Text.Json;
using System.Text.Json.Nodes;
using LocalStudio.Studio;

namespace LocalStudio.Preview;

/// <summary>Whom an event is about, as far as it says so: what has to be there for the function to find it.</summary>
internal sealed record EventNames(string DomainId, string? UserProfileName, string? SpaceName)
{
    /// <summary>Null when it names nobody: the function says what it makes of that.</summary>
    public static EventNames? Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json) as JsonObject;
            var parameters = root?["detail"]?["requestParameters"] ?? root;
            return Text(parameters, "domainId") is { } domain ? new EventNames(domain, Text(parameters, "userProfileName"), Text(parameters, "spaceName")) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Makes what isn't there: the domain, the user profile, and her space.</summary>
    public void AddTo(StudioState state, string owner)
    {
        var now = DateTimeOffset.UtcNow;
        if (state.FindDomain(DomainId) is null) state.Add(new Domain(DomainId, "of-the-event", now));
        state.TryAdd(new UserProfile(DomainId, SpaceName is null ? UserProfileName ?? owner : owner, now));
        if (SpaceName is not null) state.TryAdd(new Space(DomainId, SpaceName, now) { OwnerUserProfileName = owner });
    }

    private static string? Text(JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
