using Bench.Measuring;

namespace Bench.Memory;

/// <summary>The function's peak memory while output passes.</summary>
internal static class MemoryBenchmark
{
    private const double Megabyte = 1024 * 1024;

    public static Benchmark Benchmark { get; } = new(
        "memory", "the function's peak memory while 1 GB of one command's output goes into the log, beside 1 MB", TimeSpan.FromMinutes(8), MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        var little = await PeakAsync(1, cancellationToken);
        var much = effort.Pick(1024, 2);
        var peak = await PeakAsync(much, cancellationToken);
        return
        [
            new($"peak memory, {much} MB of output", peak / Megabyte, Unit.Megabytes)
            {
                Beside = "1 MB of output", BesideValue = little / Megabyte, RatioTarget = Bound.AtMost(1.2), Target = Bound.AtMost(96),
            },
        ];
    }

    private static async Task<double> PeakAsync(int megabytes, CancellationToken cancellationToken)
    {
        await using var studio = await BenchStudio.StartDeployedAsync("prints", PrintedOutput.LogsEverything, cancellationToken);
        await PrintedOutput.WriteAsync(studio.App, megabytes, cancellationToken);
        studio.Host.Function.KillAll();
        var attempt = await studio.CustomizeAsync(cancellationToken);
        return attempt.PeakMemoryBytes ?? throw new PlatformNotSupportedException("This system doesn't say how much memory a process has had.");
    }
}
