using CustomizerLambda.Reporting;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Studio;

namespace CustomizerLambda;

/// <summary>What one invocation has found out of its run so far, over however many ways in.</summary>
/// <param name="packageDigest">Which set-up commands this package has.</param>
/// <param name="entrance">A way in that somebody else has opened, and closes; null for none.</param>
internal sealed class Attempt(RunRequest request, string packageDigest, Follower follower, AppEntrance? entrance = null)
{
    private AppEntrance? _entrance = entrance;

    public RunRequest Request { get; } = request;

    public Follower Follower { get; } = follower;

    /// <summary>A way in that somebody else has opened; it is taken once.</summary>
    public AppEntrance? TakeEntrance() => Interlocked.Exchange(ref _entrance, null);

    /// <summary>The user profile whose app it is; empty until that is known.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Whether it is known that no tag keeps us from the app.</summary>
    public bool IsWanted { get; set; }

    /// <summary>Whether the run is known to be in the app.</summary>
    public bool HasBegun { get; set; }

    /// <summary>The right to follow the run, once it was given; it outlives a terminal.</summary>
    public string? Lease { get; set; }

    /// <summary>Which commands the run has, where it was found: an older package may have begun it.</summary>
    public string? PackageDigest { get; set; }

    /// <summary>The run's report, once it has come to its end.</summary>
    public RunReport? Final { get; set; }

    public DateTimeOffset? InServiceAt { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The report of an invocation that has nothing to do here.</summary>
    public RunReport Ignored(TimeProvider time, string reason) => Report(time, Verdict.Ignored, reason, []);

    /// <summary>The report, as far as it is known now.</summary>
    public RunReport Report(TimeProvider time, Verdict verdict, string? reason, IReadOnlyList<CommandReport> commands) => ReportSize.Fit(new RunReport
    {
        Verdict = verdict,
        Reason = reason is null ? null : AppText.Of(reason),
        RunId = Request.RunId,
        App = AppReport.Of(Request.App, Owner),
        PackageDigest = PackageDigest ?? packageDigest,
        Commands = commands,
        HandOvers = Request.HandOvers,
        Times = new RunTimes
        {
            ReceivedAt = Request.ReceivedAt,
            InServiceAt = InServiceAt,
            AnsweredAt = AnsweredAt,
            FirstCommandAt = commands.FirstOrDefault(command => command.StartedAt is not null)?.StartedAt,
            EndedAt = time.GetUtcNow(),
        },
    });
}
