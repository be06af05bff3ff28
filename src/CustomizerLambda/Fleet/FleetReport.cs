using CustomizerLambda.Events;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Fleet;

/// <summary>One running app, as it was found, or as the walk left it.</summary>
internal sealed record FleetRow
{
    public required AppReport App { get; init; }

    public required AppState State { get; init; }

    /// <summary>Why it is so, where the state alone doesn't say it.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the walk began a run in it.</summary>
    public bool Customized { get; init; }

    /// <summary>Its last run.</summary>
    public string? RunId { get; init; }

    /// <summary>That run's verdict, when it is reported.</summary>
    public string? Verdict { get; init; }

    /// <summary>Which set-up commands that run had.</summary>
    public string? PackageDigest { get; init; }

    /// <summary>The row of an app whose runs are known.</summary>
    public static FleetRow Of(StudioApp app, string owner, IReadOnlyList<RunSummary> runs, string packageDigest)
    {
        var last = runs is [var first, ..] ? first : null;
        return new FleetRow
        {
            App = AppReport.Of(app, owner)!,
            State = AppStates.Of(runs, packageDigest),
            RunId = last?.Id,
            Verdict = last?.ReportedVerdict,
            PackageDigest = last?.PackageDigest,
        };
    }

    /// <summary>The row of an app that wasn't looked into.</summary>
    public static FleetRow Of(StudioApp app, AppState state, string reason) => new() { App = AppReport.Of(app, app.UserProfileName)!, State = state, Reason = reason };
}

/// <summary>What one invocation of a walk over the running apps ends in.</summary>
internal sealed record FleetReport
{
    /// <summary>The walk's id, the same in each of its invocations.</summary>
    public required string FleetId { get; init; }

    /// <summary>One domain; null for all.</summary>
    public string? DomainId { get; init; }

    /// <summary>Whether apps were only looked at.</summary>
    public bool DryRun { get; init; }

    /// <summary>Which set-up commands this package has.</summary>
    public required string PackageDigest { get; init; }

    /// <summary>Of all the walk's invocations so far.</summary>
    public required FleetCounts Counts { get; init; }

    /// <summary>The apps that this invocation is done with.</summary>
    public required IReadOnlyList<FleetRow> Apps { get; init; }

    /// <summary>How many of them aren't among <see cref="Apps"/>, which would be too many to return; the log has them.</summary>
    public int AppsLeftOut { get; init; }

    /// <summary>How many invocations walked before this one.</summary>
    public int HandOvers { get; init; }

    /// <summary>Whether there are more apps, and the next invocation walks on.</summary>
    public bool HandedOver { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The counts with these rows in them.</summary>
    public static FleetCounts Count(FleetCounts counts, IReadOnlyCollection<FleetRow> rows) => counts with
    {
        Current = counts.Current + rows.Count(row => row.State == AppState.Current),
        Stale = counts.Stale + rows.Count(row => row.State == AppState.Stale),
        Failed = counts.Failed + rows.Count(row => row.State == AppState.Failed),
        Never = counts.Never + rows.Count(row => row.State == AppState.Never),
        Running = counts.Running + rows.Count(row => row.State == AppState.Running),
        NotServed = counts.NotServed + rows.Count(row => row.State == AppState.NotServed),
        Unreachable = counts.Unreachable + rows.Count(row => row.State == AppState.Unreachable),
        Customized = counts.Customized + rows.Count(row => row.Customized),
    };
}
