using System.Text.Json;
using System.Text.Json.Nodes;
using LocalStudio.Events;
using LocalStudio.Faults;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>EventBridge's PutEvents.</summary>
internal sealed class EventBridgeOperations(EventBus events, FaultSettings faults)
{
    public JsonObject Call(string name, ApiCall call)
    {
        if (name != "PutEvents") throw new ApiException("UnknownOperationException", $"LocalStudio has no operation {name}.");
        if (call.ByFunction && faults.PutEventsDenied)
        {
            throw new ApiException(
                "AccessDeniedException",
                $"User: arn:aws:sts::{Arns.AccountId}:assumed-role/{Arns.FunctionName}/{Arns.FunctionName} is not authorized to perform: "
                + "events:PutEvents because no identity-based policy allows the events:PutEvents action");
        }

        if (call.Input["Entries"] is not JsonArray { Count: > 0 and <= 10 } entries)
        {
            throw ApiException.Invalid("1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10");
        }

        var results = entries.Select(entry => Put(entry as JsonObject ?? [])).ToArray();
        return new JsonObject
        {
            ["FailedEntryCount"] = results.Count(result => result.ContainsKey("ErrorCode")),
            ["Entries"] = new JsonArray([.. results]),
        };
    }

    private JsonObject Put(JsonObject entry)
    {
        if ((string?)entry["Source"] is not { Length: > 0 } source || (string?)entry["DetailType"] is not { Length: > 0 } detailType)
        {
            return Refusal("InvalidArgument", "Source and DetailType are required.");
        }

        // On AWS nobody but AWS may put events of its services.
        if (source.StartsWith("aws.", StringComparison.Ordinal)) return Refusal("NotAuthorizedForSourceException", "Not authorized for the source.");
        try
        {
            if (JsonNode.Parse((string?)entry["Detail"] ?? "") is not JsonObject detail) return Refusal("MalformedDetail", "Detail is malformed.");
            var @event = new EventBridgeEvent(source, detailType, detail);
            events.Put(@event);
            return new JsonObject { ["EventId"] = @event.Id };
        }
        catch (JsonException)
        {
            return Refusal("MalformedDetail", "Detail is malformed.");
        }
    }

    private static JsonObject Refusal(string code, string message) => new() { ["ErrorCode"] = code, ["ErrorMessage"] = message };
}
