using System.Text.Json.Nodes;
using LocalStudio.Faults;
using LocalStudio.Journals;
using LocalStudio.Lambda;
using LocalStudio.Studio;

namespace LocalStudio.Events;

/// <summary>EventBridge's default bus, with the rule that sends events to the function: an app was started.</summary>
internal sealed class EventBus(FunctionService function, FaultSettings faults, Journal<StudioEvent> journal)
{
    /// <summary>Why a run's result isn't delivered to the function: it is for the rules of others.</summary>
    public const string ForOthers = "no rule for its detail-type";

    private const string ResultSource = "studio.customizer";

    public void Put(EventBridgeEvent @event)
    {
        journal.Add(new EventPut(@event.Id, @event.Source, @event.DetailType, @event.Detail.ToJsonString()));
        var description = Describe(@event);
        if (ReasonNotToDeliver(@event) is { } reason)
        {
            journal.Add(new EventNotDelivered(@event.Id, description, reason));
            return;
        }

        journal.Add(new EventDelivered(@event.Id, description));
        var times = @event.Source == CloudTrailRecord.EventSource ? faults.DeliverTimes : 1;
        var payload = @event.ToJson();
        for (var time = 0; time < times; time++) function.Enqueue(payload);
    }

    private static string Describe(EventBridgeEvent @event)
    {
        if (@event.Source != CloudTrailRecord.EventSource) return $"{@event.DetailType} ({@event.Source})";
        var request = @event.Detail["requestParameters"] as JsonObject;
        return $"CloudTrail's record of {@event.Detail["eventName"]} {request?["appType"]} for {request?["spaceName"] ?? request?["userProfileName"]}";
    }

    /// <summary>Null when the rule matches.</summary>
    private static string? ReasonNotToDeliver(EventBridgeEvent @event)
    {
        if (@event.Source == ResultSource) return ForOthers;
        if (@event.Source != CloudTrailRecord.EventSource) return "no rule for its source";
        if (@event.Detail["errorCode"] is { } errorCode) return $"the call was refused ({errorCode})";
        var appType = @event.Detail["requestParameters"]?["appType"]?.ToString();
        return appType is AppTypes.JupyterLab or AppTypes.JupyterServer or AppTypes.CodeEditor ? null : $"no rule for app type {appType}";
    }
}
