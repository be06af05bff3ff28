using System.Text.Json.Nodes;
using LocalStudio.Studio;

namespace LocalStudio.Events;

/// <summary>An event in EventBridge's envelope.</summary>
internal sealed record EventBridgeEvent(string Source, string DetailType, JsonObject Detail)
{
    public string Id { get; } = Guid.NewGuid().ToString();

    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;

    public string ToJson() => new JsonObject
    {
        ["version"] = "0",
        ["id"] = Id,
        ["detail-type"] = DetailType,
        ["source"] = Source,
        ["account"] = Arns.AccountId,
        ["time"] = CloudTrailRecord.Timestamp(Time),
        ["region"] = Arns.Region,
        ["resources"] = new JsonArray(),
        ["detail"] = Detail.DeepClone(),
    }.ToJsonString();
}
