namespace CustomizerLambda.Aws;

/// <summary>The one Lambda operation that the function calls, named as AWSSDK.Lambda names it. Lambda's API is by paths (REST and JSON).</summary>
internal sealed class AmazonLambdaClient(AmazonLambdaConfig config, TimeProvider time) : JsonRpcClient(config, "", time)
{
    /// <summary>Has a function invoked, by <c>InvocationType=Event</c>: Lambda takes the event, and nobody waits for what becomes of it.</summary>
    /// <param name="functionName">The function's name, of letters, digits, hyphens and underscores.</param>
    /// <param name="payload">The event.</param>
    public Task InvokeAsync(string functionName, Events.DirectInvocation payload, CancellationToken cancellationToken) => SendAsync(
        "Invoke",
        payload,
        Json.Default.DirectInvocation,
        responseType: (System.Text.Json.Serialization.Metadata.JsonTypeInfo<object>?)null,
        RetrySchedule.MostRetries,
        cancellationToken,
        request =>
        {
            request.ResourcePath = $"/2015-03-31/functions/{functionName}/invocations";
            request.Headers["X-Amz-Invocation-Type"] = "Event";
        });
}

/// <summary>Where Lambda is, by region; <c>AWS_ENDPOINT_URL_LAMBDA</c> overrides it.</summary>
internal sealed class AmazonLambdaConfig : RegionalConfig
{
    public AmazonLambdaConfig()
        : base(serviceId: "Lambda", signingName: "lambda", version: "2015-03-31", host: "lambda", fipsHost: "lambda-fips")
    {
    }
}
