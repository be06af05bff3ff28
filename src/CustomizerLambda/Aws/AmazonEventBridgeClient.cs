namespace CustomizerLambda.Aws;

/// <summary>The one EventBridge operation that the function calls, named as AWSSDK.EventBridge names it.</summary>
internal sealed class AmazonEventBridgeClient(AmazonEventBridgeConfig config, TimeProvider time) : JsonRpcClient(config, "AWSEvents", time)
{
    /// <summary>Puts events on a bus. An entry that was refused is counted in the response, not thrown.</summary>
    public Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken) =>
        SendAsync("PutEvents", request, AwsJson.Default.PutEventsRequest, AwsJson.Default.PutEventsResponse, RetrySchedule.MostRetries, cancellationToken);
}

/// <summary>Where EventBridge is, by region; <c>AWS_ENDPOINT_URL_EVENTBRIDGE</c> overrides it.</summary>
internal sealed class AmazonEventBridgeConfig : RegionalConfig
{
    public AmazonEventBridgeConfig()
        : base(serviceId: "EventBridge", signingName: "events", version: "2015-10-07", host: "events", fipsHost: "events-fips")
    {
    }
}

internal sealed class PutEventsRequest
{
    public required IReadOnlyList<PutEventsRequestEntry> Entries { get; init; }
}

internal sealed class PutEventsRequestEntry
{
    public required string Source { get; init; }

    public required string DetailType { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Time { get; init; }

    /// <summary>A JSON object, as text.</summary>
    public required string Detail { get; init; }
}

internal sealed class PutEventsResponse
{
    public int FailedEntryCount { get; init; }
}
