using CustomizerLambda.Setup;

namespace CustomizerLambda.Reporting;

/// <summary>What is measured of an invocation. Few dimensions, each with few values, for each combination is a metric to pay for. Pure.</summary>
internal static class RunMetrics
{
    private const string Count = "Count";
    private const string Milliseconds = "Milliseconds";
    private const string AppType = "AppType";

    private static readonly string[][] ByAppType = [[], [AppType]];

    /// <summary>A process of the function was started.</summary>
    public static EmbeddedMetrics ColdStart(DateTimeOffset at) => new EmbeddedMetrics(at).Metrics([[]], new Metric("ColdStarts", Count, 1));

    /// <summary>
    /// The lines of one invocation: for a run's end one, and one more for each kind of outcome that its commands had. The wait for the app is told by
    /// the invocation that waited, be it the last or not: whoever follows later finds the app in service.
    /// </summary>
    public static IReadOnlyList<EmbeddedMetrics> Of(RunReport report)
    {
        var metrics = new EmbeddedMetrics(report.Times.EndedAt);
        if (report.App is { } app) metrics.Dimension(AppType, app.AppType);
        if (report.HandedOver) return AppWait(report) is null ? [] : [metrics.Metrics(ByAppType, new Metric("AppWait", Milliseconds, AppWait(report)))];

        metrics.Dimension("Verdict", report.Verdict.Word());
        metrics.Metrics(report.App is null ? [["Verdict"]] : [["Verdict"], [AppType, "Verdict"]], new Metric("Runs", Count, 1));
        if (report.Verdict == Verdict.Ignored || report.App is null) return [metrics];

        metrics.Metrics(
            ByAppType,
            new Metric("AppWait", Milliseconds, AppWait(report)),
            new Metric("TimeToFirstCommand", Milliseconds, (report.Times.FirstCommandAt - report.Times.ReceivedAt)?.TotalMilliseconds),
            new Metric("RunDuration", Milliseconds, Duration(report)),
            new Metric("OutputBytes", "Bytes", report.Commands.Sum(command => (double)command.OutputBytes)),
            new Metric("HandOvers", Count, report.HandOvers));
        return [metrics, .. report.Commands.GroupBy(command => command.Outcome).Select(outcome => Commands(report, outcome.Key, outcome.Count()))];
    }

    private static EmbeddedMetrics Commands(RunReport report, Outcome outcome, int count) =>
        new EmbeddedMetrics(report.Times.EndedAt).Dimension("Outcome", outcome.Word()).Metrics([["Outcome"]], new Metric("Commands", Count, count));

    private static double? AppWait(RunReport report) =>
        report.HandOvers == 0 ? (report.Times.InServiceAt - report.Times.ReceivedAt)?.TotalMilliseconds : null;

    /// <summary>From the first command's start to the last one's end, by the app's clock.</summary>
    private static double? Duration(RunReport report)
    {
        var ran = report.Commands.Where(command => command.StartedAt is not null).Select(command => (Start: command.StartedAt!.Value, Ms: (double)(command.DurationMs ?? 0))).ToList();
        if (ran.Count == 0) return null;
        var first = ran.Min(command => command.Start);
        return ran.Max(command => (command.Start - first).TotalMilliseconds + command.Ms);
    }
}
