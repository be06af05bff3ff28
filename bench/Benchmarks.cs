using Bench.ColdStart;
using Bench.Cost;
using Bench.FirstCommand;
using Bench.Herd;
using Bench.LogVolume;
using Bench.Measuring;
using Bench.Memory;
using Bench.Overhead;
using Bench.Package;
using Bench.Throughput;

namespace Bench;

/// <summary>All that is measured.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        ColdStartBenchmark.Benchmark,
        ChoicesBenchmark.Benchmark,
        OverheadBenchmark.Benchmark,
        FirstCommandBenchmark.Benchmark,
        ThroughputBenchmark.Benchmark,
        MemoryBenchmark.Benchmark,
        LogVolumeBenchmark.Benchmark,
        HerdBenchmark.Benchmark,
        PackageBenchmark.Benchmark,
        CostBenchmark.Benchmark,
    ];

    /// <summary>Measures, shows the figures, and writes them down.</summary>
    /// <returns>The exit code: 0 when all were measured and every target is met. A smoke run has no targets.</returns>
    public static async Task<int> RunAsync(IReadOnlyCollection<string> names, Effort effort, FileInfo? markdown, CancellationToken cancellationToken)
    {
        var results = new List<Result>();
        foreach (var benchmark in All.Where(benchmark => names.Count == 0 || names.Contains(benchmark.Name)))
        {
            var result = await MeasureAsync(benchmark, effort, cancellationToken);
            ResultTable.Show(result, effort);
            results.Add(result);
        }

        if (markdown is not null) await File.WriteAllTextAsync(markdown.FullName, ResultMarkdown.Of(results), cancellationToken);
        return results.All(result => result.Failure is null && (effort.IsSmoke || result.Figures.All(figure => figure.IsMet != false))) ? 0 : 1;
    }

    /// <summary>Measures one of them, within its limit.</summary>
    public static async Task<Result> MeasureAsync(Benchmark benchmark, Effort effort, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(benchmark.Limit);
        var load = Machine.Load();
        try
        {
            return new Result(benchmark, load, await benchmark.MeasureAsync(effort, limit.Token), Failure: null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Result(benchmark, load, [], $"not measured within {benchmark.Limit.TotalMinutes:0} minutes");
        }
    }
}
