using CustomizerLambda.Setup;

namespace CustomizerLambda.Reporting;

/// <summary>
/// The detail of the event that tells others how a run went; docs/schemas has its JSON schema. What commands print isn't in it: an event goes to whoever
/// has a rule for it.
/// </summary>
internal sealed record ResultEvent
{
    /// <summary>The event's source and type on EventBridge. Nothing of ours listens to it.</summary>
    public const string Source = "studio.customizer";

    /// <inheritdoc cref="Source"/>
    public const string DetailType = "Studio App Customization Finished";

    /// <summary>Grows when a reader of the one before could misread what is new.</summary>
    public string Version { get; init; } = "1";

    public required string? RunId { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Why the run is incomplete as a whole.</summary>
    public string? Reason { get; init; }

    public required ResultEventApp App { get; init; }

    /// <summary>The user profile whose app it is; null where that couldn't be found out.</summary>
    public string? Owner { get; init; }

    /// <summary>Which set-up commands these were.</summary>
    public string? PackageDigest { get; init; }

    public required IReadOnlyList<ResultEventCommand> Commands { get; init; }

    public int HandOvers { get; init; }

    public required RunTimes Times { get; init; }

    /// <summary>The event for a report; null for one that nobody outside waits for: of a run that goes on, or of what was ignored.</summary>
    public static ResultEvent? TryOf(RunReport report) => report is not { HandedOver: false, Verdict: not Verdict.Ignored, App: { } app } ? null : new ResultEvent
    {
        RunId = report.RunId,
        Verdict = report.Verdict,
        Reason = report.Reason,
        App = new ResultEventApp(app.DomainId, app.SpaceName, app.AppType, app.AppName),
        Owner = app.UserProfileName,
        PackageDigest = report.PackageDigest,
        Commands = [.. report.Commands.Select(ResultEventCommand.Of)],
        HandOvers = report.HandOvers,
        Times = report.Times,
    };
}

/// <summary>Which app. Without a space it is its owner's own (Studio Classic).</summary>
internal sealed record ResultEventApp(string DomainId, string? SpaceName, string AppType, string AppName);

/// <summary>How one command went.</summary>
internal sealed record ResultEventCommand(
    string Name, Outcome Outcome, int? ExitCode, string? Reason, DateTimeOffset? StartedAt, long? DurationMs, long OutputBytes)
{
    public static ResultEventCommand Of(CommandReport command) =>
        new(command.Name, command.Outcome, command.ExitCode, command.Reason, command.StartedAt, command.DurationMs, command.OutputBytes);
}
