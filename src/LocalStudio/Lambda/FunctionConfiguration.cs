namespace LocalStudio.Lambda;

/// <summary>The function as Lambda is told of it.</summary>
internal sealed record FunctionConfiguration
{
    /// <summary>The folder of the published package.</summary>
    public required string Package { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int MaximumRetryAttempts { get; init; }

    public required TimeSpan RetryDelay { get; init; }

    public required int ReservedConcurrency { get; init; }

    public required int MemorySize { get; init; }

    /// <summary>Variables besides Lambda's own.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>LocalStudio's: SageMaker, EventBridge and Studio are here.</summary>
    public static FunctionConfiguration Of(StudioOptions options, string package, Uri api, Uri frontDoor)
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_SAGEMAKER"] = api.GetLeftPart(UriPartial.Authority),
            ["AWS_ENDPOINT_URL_LAMBDA"] = api.GetLeftPart(UriPartial.Authority),
            ["AWS_ENDPOINT_URL_EVENTBRIDGE"] = api.GetLeftPart(UriPartial.Authority),
            ["CUSTOMIZER_STUDIO_ENDPOINT"] = frontDoor.GetLeftPart(UriPartial.Authority),
        };
        foreach (var (name, value) in options.FunctionEnvironment) environment[name] = value;
        return new FunctionConfiguration
        {
            Package = package,
            Timeout = options.FunctionTimeout,
            MaximumRetryAttempts = options.MaximumRetryAttempts,
            RetryDelay = options.RetryDelay,
            ReservedConcurrency = options.ReservedConcurrency,
            MemorySize = options.MemorySize,
            Environment = environment,
        };
    }
}
