using System.Diagnostics;
using Bench.Measuring;
using LocalStudio;

namespace Bench.Overhead;

/// <summary>What a run takes besides its commands.</summary>
internal static class OverheadBenchmark
{
    private const string FourTimesNothing = "bash -c true; bash -c true; bash -c true; bash -c true";

    public static Benchmark Benchmark { get; } = new(
        "overhead",
        "event to report for four commands that do nothing, beside a bare script over one terminal",
        TimeSpan.FromMinutes(4),
        MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        await using var studio = await BenchStudio.StartDeployedAsync("nothing", new StudioOptions(), cancellationToken);
        var samples = await Samples.AlternatelyAsync(
            effort.Pick(15, 1),
            cancellationToken,
            token => WarmAsync(studio, token),
            token => BareAsync(studio, token),
            token => ColdAsync(studio, token));
        var bare = samples[1].Median(elapsed => elapsed.TotalMilliseconds);
        return
        [
            new("event to report, warm function", samples[0].Median(elapsed => elapsed.TotalMilliseconds), Unit.Milliseconds)
            {
                Beside = "bare script", BesideValue = bare, RatioTarget = Bound.AtMost(3), Target = Bound.AtMost(1000),
            },
            new("event to report, cold function", samples[2].Median(elapsed => elapsed.TotalMilliseconds), Unit.Milliseconds)
            {
                Beside = "bare script", BesideValue = bare,
            },
        ];
    }

    /// <summary>To the report's line in the log; the terminal is closed after it, as the bare script's is, which Jupyter takes 0.1 s for.</summary>
    private static async Task<TimeSpan> WarmAsync(BenchStudio studio, CancellationToken cancellationToken)
    {
        var logged = studio.Host.Function.Log.Entries.Count;
        var attempt = await studio.CustomizeAsync(cancellationToken);
        return studio.Host.Function.Log.Entries.Skip(logged).Single(line => line.Text.Contains("\"report\":", StringComparison.Ordinal)).At - attempt.StartedAt;
    }

    /// <summary>The same with a new process of the function; what comes before its start isn't counted.</summary>
    private static Task<TimeSpan> ColdAsync(BenchStudio studio, CancellationToken cancellationToken)
    {
        studio.Host.Function.KillAll();
        return WarmAsync(studio, cancellationToken);
    }

    private static async Task<TimeSpan> BareAsync(BenchStudio studio, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await using var terminal = await BareTerminal.OpenAsync(studio.Host, studio.App, cancellationToken);
        await terminal.RunAsync(FourTimesNothing, cancellationToken);
        return Stopwatch.GetElapsedTime(began);
    }
}
