using System.Globalization;
using System.Text.Json.Nodes;
using LocalStudio.Studio;

namespace LocalStudio.Events;

/// <summary>CloudTrail's record of a CreateApp call, as EventBridge delivers it.</summary>
internal static class CloudTrailRecord
{
    public const string EventSource = "aws.sagemaker";
    public const string DetailType = "AWS API Call via CloudTrail";

    /// <summary>Of a call that was accepted.</summary>
    public static EventBridgeEvent OfCreateApp(JsonObject request, string appArn, string requestId) =>
        Of(request, new JsonObject { ["appArn"] = appArn }, requestId, error: null);

    /// <summary>Of a call that was refused.</summary>
    public static EventBridgeEvent OfRefusedCreateApp(JsonObject request, string requestId, (string Code, string Message) error) =>
        Of(request, response: null, requestId, error);

    public static string Timestamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static EventBridgeEvent Of(JsonObject request, JsonObject? response, string requestId, (string Code, string Message)? error)
    {
        var now = DateTimeOffset.UtcNow;
        var detail = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = Identity(now),
            ["eventTime"] = Timestamp(now),
            ["eventSource"] = "sagemaker.amazonaws.com",
            ["eventName"] = "CreateApp",
            ["awsRegion"] = Arns.Region,
            ["sourceIPAddress"] = "127.0.0.1",
            ["userAgent"] = "LocalStudio",
        };
        if (error is { } refused)
        {
            detail["errorCode"] = refused.Code;
            detail["errorMessage"] = refused.Message;
        }

        detail["requestParameters"] = LowerCamelCase(request);
        detail["responseElements"] = response;
        detail["requestID"] = requestId;
        detail["eventID"] = Guid.NewGuid().ToString();
        detail["readOnly"] = false;
        detail["eventType"] = "AwsApiCall";
        detail["managementEvent"] = true;
        detail["recipientAccountId"] = Arns.AccountId;
        detail["eventCategory"] = "Management";
        return new EventBridgeEvent(EventSource, DetailType, detail) { Time = now };
    }

    /// <summary>Who starts an app in Studio's pages: the user profile's execution role, in a session named SageMaker.</summary>
    private static JsonObject Identity(DateTimeOffset now) => new()
    {
        ["type"] = "AssumedRole",
        ["principalId"] = "AROALOCALSTUDIO:SageMaker",
        ["arn"] = $"arn:aws:sts::{Arns.AccountId}:assumed-role/StudioExecutionRole/SageMaker",
        ["accountId"] = Arns.AccountId,
        ["accessKeyId"] = "ASIALOCALSTUDIOUSER0",
        ["sessionContext"] = new JsonObject
        {
            ["sessionIssuer"] = new JsonObject
            {
                ["type"] = "Role",
                ["principalId"] = "AROALOCALSTUDIO",
                ["arn"] = $"arn:aws:iam::{Arns.AccountId}:role/StudioExecutionRole",
                ["accountId"] = Arns.AccountId,
                ["userName"] = "StudioExecutionRole",
            },
            ["attributes"] = new JsonObject { ["creationDate"] = Timestamp(now), ["mfaAuthenticated"] = "false" },
        },
    };

    /// <summary>CloudTrail names members as the API does, but begins them in lower case.</summary>
    private static JsonNode? LowerCamelCase(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member =>
            KeyValuePair.Create(char.ToLowerInvariant(member.Key[0]) + member.Key[1..], LowerCamelCase(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(LowerCamelCase)]),
        _ => node?.DeepClone(),
    };
}
