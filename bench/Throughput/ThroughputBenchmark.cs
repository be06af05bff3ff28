using System.Diagnostics;
using System.Text.Json;
using Bench.Measuring;

namespace Bench.Throughput;

/// <summary>How fast a command's output comes into the log.</summary>
internal static class ThroughputBenchmark
{
    public static Benchmark Benchmark { get; } = new(
        "throughput",
        "a command's output into the log, beside a reader that throws the same bytes away through the same front door",
        TimeSpan.FromMinutes(15),
        MeasureAsync);

    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(2);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        var began = Stopwatch.GetTimestamp();
        foreach (var megabytes in effort.Pick<int[]>([1, 10, 100, 500], [1]))
        {
            // Ten times as much may take ten times as long.
            if (Stopwatch.GetElapsedTime(began) > Enough) break;

            // What LocalStudio keeps of a log is freed with it.
            await using var studio = await BenchStudio.StartDeployedAsync("prints", PrintedOutput.LogsEverything, cancellationToken);
            await PrintedOutput.WriteAsync(studio.App, megabytes, cancellationToken);
            var samples = await Samples.AlternatelyAsync(
                effort.Pick(megabytes > 10 ? 2 : 5, 1),
                cancellationToken,
                token => LoggedAsync(studio, token),
                token => ReadAsync(studio, token));
            figures.Add(new($"{megabytes} MB", megabytes / samples[0].Median(elapsed => elapsed.TotalSeconds), Unit.MegabytesPerSecond)
            {
                Beside = "bare reader", BesideValue = megabytes / samples[1].Median(elapsed => elapsed.TotalSeconds), RatioTarget = Bound.AtLeast(0.8),
            });
        }

        return figures;
    }

    /// <summary>From the command's start to the last line that has output in it.</summary>
    private static async Task<TimeSpan> LoggedAsync(BenchStudio studio, CancellationToken cancellationToken)
    {
        var before = studio.Host.Function.Log.Entries.Count;
        var attempt = await studio.CustomizeAsync(cancellationToken);
        using var report = JsonDocument.Parse(attempt.Result!);
        var command = report.RootElement.GetProperty("commands")[0];
        if (command.GetProperty("omittedBytes").GetInt64() > 0) throw new InvalidOperationException("Not all was logged.");
        return PrintedOutput.Of(studio.Host, before)[^1].At - command.GetProperty("startedAt").GetDateTimeOffset();
    }

    private static async Task<TimeSpan> ReadAsync(BenchStudio studio, CancellationToken cancellationToken)
    {
        await using var terminal = await BareTerminal.OpenAsync(studio.Host, studio.App, cancellationToken);
        await terminal.RunAsync("true", cancellationToken);
        var began = Stopwatch.GetTimestamp();
        await terminal.RunAsync("cat ~/bench-output", cancellationToken);
        return Stopwatch.GetElapsedTime(began);
    }
}
