using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomizerLambda.Events;

/// <summary>
/// The envelope in which EventBridge delivers an event, in the words of Amazon.Lambda.CloudWatchEvents
/// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html). A direct invocation has none of these members.
/// </summary>
internal sealed record CloudWatchEvent
{
    public string? Source { get; init; }

    [JsonPropertyName("detail-type")]
    public string? DetailType { get; init; }

    public string? Account { get; init; }

    public string? Region { get; init; }

    public JsonElement Detail { get; init; }
}

/// <summary>The CloudTrail record of one <c>CreateApp</c> call: the members that the function reads.</summary>
internal sealed record CreateAppRecord
{
    public string? EventSource { get; init; }

    public string? EventName { get; init; }

    /// <summary>CloudTrail's id of the record, a UUID; the same in every delivery of it.</summary>
    [JsonPropertyName("eventID")]
    public string? EventId { get; init; }

    /// <summary>Set when SageMaker refused the call.</summary>
    public string? ErrorCode { get; init; }

    public CreateAppParameters? RequestParameters { get; init; }
}

/// <summary>The request's members, as CloudTrail writes them: CreateApp's own, in lowerCamelCase. Also what a direct invocation carries.</summary>
internal sealed record CreateAppParameters
{
    public string? DomainId { get; init; }

    public string? UserProfileName { get; init; }

    public string? SpaceName { get; init; }

    public string? AppType { get; init; }

    public string? AppName { get; init; }

    /// <summary>True when the user repairs a home that keeps the app from starting.</summary>
    public JsonElement RecoveryMode { get; init; }
}

/// <summary>What travels from one invocation to the next while a run goes on: names only.</summary>
internal sealed record Continuation
{
    public string? RunId { get; init; }

    public string? DomainId { get; init; }

    public string? UserProfileName { get; init; }

    public string? SpaceName { get; init; }

    public string? AppType { get; init; }

    public string? AppName { get; init; }

    /// <summary>Set when it isn't a run that goes on, but a walk over the running apps.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FleetContinuation? Fleet { get; init; }

    /// <summary>How many invocations have followed the run before this one.</summary>
    public int HandOvers { get; init; }

    /// <summary>When the run's first invocation received its event.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}
