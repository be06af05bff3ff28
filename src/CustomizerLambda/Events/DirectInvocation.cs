using System.Text.Json.Serialization;

namespace CustomizerLambda.Events;

/// <summary>What a direct invocation asks for, when it isn't the customization of one app: one of these.</summary>
internal sealed record DirectInvocation
{
    /// <summary>The function's own: a run, or a walk, goes on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Continuation? Continue { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FleetParameters? RollOut { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FleetParameters? Fleet { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AppNames? SelfTest { get; init; }
}

/// <summary>Which running apps. A member that is misspelt is refused: one that asks for a dry run must not be passed over.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FleetParameters
{
    /// <summary>One domain; null for all.</summary>
    public string? DomainId { get; init; }

    /// <summary>Of a roll-out: look, and change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>How many apps at a time, 1 to <see cref="FleetRequest.MostAtOnce"/>; null for a few.</summary>
    public int? AtOnce { get; init; }
}

/// <summary>An app's names, as they come and go in JSON; not checked yet.</summary>
internal sealed record AppNames
{
    public string? DomainId { get; init; }

    public string? UserProfileName { get; init; }

    public string? SpaceName { get; init; }

    public string? AppType { get; init; }

    public string? AppName { get; init; }

    public static AppNames Of(StudioApp app) =>
        new() { DomainId = app.DomainId, UserProfileName = app.UserProfileName, SpaceName = app.SpaceName, AppType = app.AppType, AppName = app.AppName };

    /// <inheritdoc cref="StudioApp.TryCreate"/>
    public StudioApp? TryCreate(out string reason) => StudioApp.TryCreate(DomainId, UserProfileName, SpaceName, AppType, AppName, out reason);
}
