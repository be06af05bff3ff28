using System.Text.Json.Serialization;
using CustomizerLambda.Events;

namespace CustomizerLambda.Setup;

/// <summary>How one command ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    /// <summary>It ran, and its exit code was 0.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>It ran, and its exit code was another.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Its time was up: its process group was stopped.</summary>
    [JsonStringEnumMemberName("timedOut")]
    TimedOut,

    /// <summary>It never ran, or nobody knows how it ended.</summary>
    [JsonStringEnumMemberName("notRun")]
    NotRun,
}

/// <summary>How a whole run went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    /// <summary>All commands succeeded, or had nothing to do.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>All commands ran, and some failed or ran out of time.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>Some commands never ran.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,

    /// <summary>Not ours; nothing was run.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,
}

/// <summary>The words for verdicts and outcomes, in logs and reports.</summary>
internal static class Verdicts
{
    public static string Word(this Outcome outcome) => outcome switch
    {
        Outcome.Succeeded => "succeeded",
        Outcome.Failed => "failed",
        Outcome.TimedOut => "timedOut",
        _ => "notRun",
    };

    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Done => "done",
        Verdict.Degraded => "degraded",
        Verdict.Incomplete => "incomplete",
        _ => "ignored",
    };
}

/// <summary>How one command went. A failed command is a result, never an exception.</summary>
internal sealed record CommandReport
{
    public required string Name { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Set when the command ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it didn't run, or what was wrong besides.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public long? DurationMs { get; init; }

    /// <summary>How often it was started, where that was more than once.</summary>
    public int? Tries { get; init; }

    /// <summary>How much it printed.</summary>
    public long OutputBytes { get; init; }

    /// <summary>How much of that, from its middle, isn't in the log.</summary>
    public long OmittedBytes { get; init; }

    /// <summary>Where, in the app, the whole output is.</summary>
    public string? OutputFile { get; init; }

    /// <summary>What makes one doubt that all went well, when it succeeded; with the line that it printed.</summary>
    public string? Hint { get; init; }

    /// <summary>The last lines that it printed, when it didn't succeed.</summary>
    public string? Tail { get; init; }

    /// <summary>Whether this command leaves the run <see cref="Verdict.Done"/>: it succeeded, or rightly had nothing to do.</summary>
    [JsonIgnore]
    public bool IsFine => Outcome == Outcome.Succeeded || (Outcome == Outcome.NotRun && CommandReasons.IsFine(Reason));
}

/// <summary>Why a command wasn't run, or what was wrong besides.</summary>
internal static class CommandReasons
{
    public const string AlreadySucceeded = "it has succeeded before in this home (run=once)";
    public const string Unchanged = "it hasn't changed since it succeeded in this home (run=when-changed)";
    public const string SucceededBefore = "it succeeded in the run before, and only what failed is tried again";
    public const string DiskFull = "a disk is full in the app: what commands write and print may be cut short";
    public const string OutputDeleted = "its output was deleted in the app while it ran";
    public const string SupervisorDied = "the run broke off: its supervisor died in the app";
    public const string Vanished = "the run vanished from the app: its supervisor ended, and its files were deleted; it isn't begun again, for commands have run";
    public const string Unknown = "the app doesn't say why";

    private const string For = "it is for ";

    /// <summary>Whether a command that wasn't run, and why, leaves nothing to be wished for.</summary>
    public static bool IsFine(string? reason) =>
        reason is AlreadySucceeded or Unchanged or SucceededBefore || reason?.StartsWith(For, StringComparison.Ordinal) == true;

    /// <param name="directive">What the command says, such as <c>profiles=ds-*,ml-*</c>.</param>
    /// <param name="name">What the app has in that place; empty when it has nothing.</param>
    public static string NotFor(string directive, string name)
    {
        var (key, patterns) = directive.Split('=', 2) is [var left, var right] ? (left, right.Replace(",", " or ", StringComparison.Ordinal)) : (directive, "");
        return $"{For}{key} {patterns}, {(name.Length == 0 ? "and this app has none" : $"not for {name}")}";
    }

    public static string StoppedBy(string command) => $"{command} failed (on-failure=stop)";

    /// <summary>The command's own limit struck.</summary>
    public static string OwnLimit(TimeSpan limit) => $"it reached its own time limit of {Words(limit)} (the directive timeout)";

    /// <summary>The run's limit struck: it stopped the command, or left it no time.</summary>
    public static string RunLimit(TimeSpan limit) => $"the run reached its time limit of {Words(limit)} (the parameter RunLimitMinutes)";

    private static string Words(TimeSpan time) => (time.TotalSeconds % 3600, time.TotalSeconds % 60) switch
    {
        (0, _) => $"{time.TotalHours:0} h",
        (_, 0) => $"{time.TotalMinutes:0} min",
        _ => $"{time.TotalSeconds:0} s",
    };
}

/// <summary>When what happened.</summary>
internal sealed record RunTimes
{
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When SageMaker first said that the app is in service.</summary>
    public DateTimeOffset? InServiceAt { get; init; }

    /// <summary>When the app's Jupyter server first answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When the first command started, by the app's clock.</summary>
    public DateTimeOffset? FirstCommandAt { get; init; }

    public DateTimeOffset EndedAt { get; init; }
}

/// <summary>Whose app, and which.</summary>
internal sealed record AppReport(string DomainId, string AppType, string AppName, string? UserProfileName, string? SpaceName)
{
    /// <param name="owner">The user profile whose app it is; null or empty where that isn't known.</param>
    public static AppReport? Of(StudioApp? app, string? owner) =>
        app is null ? null : new AppReport(app.DomainId, app.AppType, app.AppName, owner is { Length: > 0 } ? owner : null, app.SpaceName);
}

/// <summary>What every invocation ends in: its result, and its last log line.</summary>
internal sealed record RunReport
{
    public required Verdict Verdict { get; init; }

    /// <summary>Why the run was ignored, or is incomplete as a whole.</summary>
    public string? Reason { get; init; }

    public string? RunId { get; init; }

    public AppReport? App { get; init; }

    /// <summary>Which set-up commands these were.</summary>
    public string? PackageDigest { get; init; }

    public IReadOnlyList<CommandReport> Commands { get; init; } = [];

    /// <summary>How many invocations followed the run before the one that reports it.</summary>
    public int HandOvers { get; init; }

    /// <summary>Whether the run goes on, and another invocation will report it.</summary>
    public bool HandedOver { get; init; }

    public required RunTimes Times { get; init; }

    /// <summary>Whether it has been logged and sent: a run's end is, as soon as it is known.</summary>
    [JsonIgnore]
    public bool IsReported { get; init; }

    /// <summary>The verdict that follows from how the commands went.</summary>
    public static Verdict VerdictOf(IReadOnlyCollection<CommandReport> commands)
    {
        if (commands.Any(command => command.Outcome == Outcome.NotRun && !command.IsFine)) return Verdict.Incomplete;
        return commands.All(command => command.IsFine) ? Verdict.Done : Verdict.Degraded;
    }
}
