namespace CustomizerLambda.Events;

/// <summary>A walk over the running apps, as an invocation is asked for it.</summary>
/// <param name="Id">The walk's id, a UUID: the first invocation's.</param>
/// <param name="DomainId">One domain; null for all.</param>
/// <param name="MayCustomize">Whether apps that lack this package's commands get them; else they are only looked at.</param>
/// <param name="AtOnce">How many apps at a time.</param>
/// <param name="ReceivedAt">When the walk's first invocation received its event.</param>
internal sealed record FleetRequest(string Id, string? DomainId, bool MayCustomize, int AtOnce, DateTimeOffset? ReceivedAt)
{
    /// <summary>Each may fill buffers of <see cref="AppLimits"/>' sizes, and all of them share the function's memory (template, <c>MemorySize</c>).</summary>
    public const int MostAtOnce = 10;
    public const int UsuallyAtOnce = 5;

    /// <summary>The last app that earlier invocations of the walk are done with; null at its beginning.</summary>
    public StudioApp? After { get; init; }

    /// <summary>How many invocations walked before this one.</summary>
    public int HandOvers { get; init; }

    /// <summary>What they saw.</summary>
    public FleetCounts Counts { get; init; } = new();

    /// <summary>Checks what came from outside. Null and the reason when it can't be used.</summary>
    public static FleetRequest? TryCreate(string? id, string? domainId, bool mayCustomize, int atOnce, DateTimeOffset? receivedAt, out string reason)
    {
        reason = "";
        if (!Guid.TryParseExact(id, "D", out _)) reason = "malformed hand-over: its id isn't a UUID";
        else if (domainId is not null && !StudioApp.IsDomainId(domainId)) reason = "the domainId isn't one that SageMaker accepts";
        else if (atOnce is < 1 or > MostAtOnce) reason = $"atOnce must be from 1 to {MostAtOnce}";
        return reason.Length > 0 ? null : new FleetRequest(id!, domainId, mayCustomize, atOnce, receivedAt);
    }
}

/// <summary>How many apps were found in which state, and how many of them were customized by the walk.</summary>
internal sealed record FleetCounts
{
    public int Current { get; init; }

    public int Stale { get; init; }

    public int Failed { get; init; }

    public int Never { get; init; }

    public int Running { get; init; }

    public int NotServed { get; init; }

    public int Unreachable { get; init; }

    /// <summary>How many runs the walk began.</summary>
    public int Customized { get; init; }
}

/// <summary>What travels from one invocation of a walk to the next, in a hand-over's detail: names and numbers only.</summary>
internal sealed record FleetContinuation
{
    public string? Id { get; init; }

    public string? DomainId { get; init; }

    public bool MayCustomize { get; init; }

    public int AtOnce { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public AppNames? After { get; init; }

    public int HandOvers { get; init; }

    public FleetCounts? Counts { get; init; }

    public static FleetContinuation Of(FleetRequest request, DateTimeOffset receivedAt) => new()
    {
        Id = request.Id,
        DomainId = request.DomainId,
        MayCustomize = request.MayCustomize,
        AtOnce = request.AtOnce,
        ReceivedAt = request.ReceivedAt ?? receivedAt,
        After = request.After is { } app ? AppNames.Of(app) : null,
        HandOvers = request.HandOvers,
        Counts = request.Counts,
    };

    /// <summary>Checks what came from outside. Null and the reason when it can't be used.</summary>
    public FleetRequest? TryCreateRequest(out string reason)
    {
        reason = HandOvers < 0 ? "malformed hand-over: its count is negative" : "";
        var after = reason.Length == 0 && After is not null ? After.TryCreate(out reason) : null;
        if (reason.Length > 0) return null;
        var request = FleetRequest.TryCreate(Id, DomainId, MayCustomize, AtOnce, ReceivedAt, out reason);
        return request is null ? null : request with { After = after, HandOvers = HandOvers, Counts = Counts ?? new() };
    }
}
