using System.Text.Json;
using CustomizerLambda.Fleet;
using CustomizerLambda.Hosting;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Reporting;

/// <summary>Makes reports as large as where they go takes them. What anybody looks for first stays longest. Pure.</summary>
internal static class ReportSize
{
    /// <summary>
    /// In bytes, of a run's report: a line of the log with it must be one event of CloudWatch's, whose smallest limit anywhere is 256 KB; the line has other
    /// fields too.
    /// </summary>
    public const int MaxRunReport = 192 * 1024;

    /// <summary>In bytes, of the rows in a fleet's report: they are returned, and the response has other members too.</summary>
    public const int MaxFleetRows = LambdaRuntimeApi.MaxResponse - (64 * 1024);

    /// <summary>In bytes, of an event's detail; 256 KB with its envelope (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html).</summary>
    public const int MaxEventDetail = 240 * 1024;

    /// <summary>How much of what a failed command printed last is kept, in characters; then no word of a command's that isn't its outcome; then not all commands.</summary>
    private static readonly int[] Tails = [500, 100, 0];

    /// <summary>The report, with shorter tails or without them where it would be too large.</summary>
    public static RunReport Fit(RunReport report)
    {
        if (Length(report) <= MaxRunReport) return report;
        foreach (var tail in Tails)
        {
            var shorter = report with { Commands = [.. report.Commands.Select(command => command with { Tail = command.Tail is { } text && tail > 0 ? text[^Math.Min(text.Length, tail)..] : null })] };
            if (Length(shorter) <= MaxRunReport) return shorter;
        }

        var bare = report with
        {
            Reason = Short(report.Reason),
            Commands = [.. report.Commands.Select(command => command with { Tail = null, OutputFile = null, Name = Short(command.Name)!, Reason = Short(command.Reason) })],
        };
        while (Length(bare) > MaxRunReport && bare.Commands.Count > 0) bare = bare with { Commands = [.. bare.Commands.Take(bare.Commands.Count / 2)] };
        return bare;
    }

    /// <summary>The rows that fit: those first that somebody has to look at. All of them are in the log.</summary>
    public static FleetReport Fit(FleetReport report)
    {
        var room = MaxFleetRows;
        var kept = new HashSet<int>();
        foreach (var (index, row) in report.Apps.Index().OrderBy(app => Rank(app.Item.State)))
        {
            room -= JsonSerializer.SerializeToUtf8Bytes(row, Json.Default.FleetRow).Length + 1;
            if (room < 0) break;
            kept.Add(index);
        }

        return kept.Count == report.Apps.Count
            ? report
            : report with { Apps = [.. report.Apps.Where((_, index) => kept.Contains(index))], AppsLeftOut = report.Apps.Count - kept.Count };
    }

    private static int Rank(AppState state) => state switch
    {
        AppState.Failed or AppState.Unreachable => 0,
        AppState.Current or AppState.NotServed => 2,
        _ => 1,
    };

    /// <summary>As JSON; of a report whose texts alone are too long, that of those, for its JSON might not fit into memory.</summary>
    private static long Length(RunReport report)
    {
        var texts = (report.Reason?.Length ?? 0)
            + report.Commands.Sum(command => (long)command.Name.Length + (command.Reason?.Length ?? 0) + (command.OutputFile?.Length ?? 0) + (command.Tail?.Length ?? 0));
        return texts > MaxRunReport ? texts : JsonSerializer.SerializeToUtf8Bytes(report, Json.Default.RunReport).Length;
    }

    private static string? Short(string? text) => text is null ? null : AppText.Of(text);
}
