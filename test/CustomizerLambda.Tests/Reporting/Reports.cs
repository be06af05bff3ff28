using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Reporting;

/// <summary>Reports as invocations end in them.</summary>
internal static class Reports
{
    public const string RunId = "c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01";

    public static readonly DateTimeOffset ReceivedAt = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Three commands succeeded, one failed, one didn't run.</summary>
    public static RunReport Degraded { get; } = new()
    {
        Verdict = Verdict.Degraded,
        RunId = RunId,
        App = new AppReport("d-abc", "JupyterLab", "default", "alice", "alice-lab"),
        PackageDigest = new string('a', 64),
        Commands =
        [
            Command("10-a.sh", Outcome.Succeeded, 30, 2000),
            Command("20-b.sh", Outcome.Succeeded, 32, 500),
            Command("30-c.sh", Outcome.Failed, 33, 7000) with { ExitCode = 3, Tail = "the last words", OutputFile = "/home/sagemaker-user/x.log" },
            new CommandReport { Name = "40-d.sh", Outcome = Outcome.NotRun, Reason = CommandReasons.Unchanged },
            Command("50-e.sh", Outcome.Succeeded, 40, 1500),
        ],
        Times = new RunTimes
        {
            ReceivedAt = ReceivedAt,
            InServiceAt = ReceivedAt.AddSeconds(25),
            AnsweredAt = ReceivedAt.AddSeconds(27),
            FirstCommandAt = ReceivedAt.AddSeconds(30),
            EndedAt = ReceivedAt.AddSeconds(42),
        },
    };

    /// <summary>Never got as far as a command.</summary>
    public static RunReport Incomplete { get; } = new()
    {
        Verdict = Verdict.Incomplete,
        Reason = "The app is Failed, not in service.",
        RunId = RunId,
        App = new AppReport("d-abc", "JupyterServer", "default", "alice", null),
        PackageDigest = new string('a', 64),
        Times = new RunTimes { ReceivedAt = ReceivedAt, EndedAt = ReceivedAt.AddSeconds(1) },
    };

    public static RunReport HandedOver { get; } = Degraded with { Verdict = Verdict.Incomplete, Reason = "the run goes on", HandedOver = true };

    public static RunReport Ignored { get; } = Incomplete with { Verdict = Verdict.Ignored, Reason = "no" };

    public static RunReport Malformed { get; } = Ignored with { App = null, RunId = null };

    private static CommandReport Command(string name, Outcome outcome, int startedAfter, long durationMs) => new()
    {
        Name = name,
        Outcome = outcome,
        ExitCode = 0,
        StartedAt = ReceivedAt.AddSeconds(startedAfter),
        DurationMs = durationMs,
        OutputBytes = 100,
    };
}
