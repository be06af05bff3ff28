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
}
