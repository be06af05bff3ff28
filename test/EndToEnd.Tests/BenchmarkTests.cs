using Bench;
using Bench.Measuring;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>Keeps the benchmarks alive. What they measure here means nothing, and nothing is asserted of it.</summary>
public sealed class BenchmarkTests
{
    public static TheoryData<string> Names => [.. Benchmarks.All.Select(benchmark => benchmark.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_benchmark_measures_something(string name)
    {
        var result = await Benchmarks.MeasureAsync(Benchmarks.All.Single(benchmark => benchmark.Name == name), new Effort(IsSmoke: true), TestContext.Current.CancellationToken);

        Assert.Null(result.Failure);
        Assert.NotEmpty(result.Figures);
        Assert.All(result.Figures, figure => Assert.True(double.IsFinite(figure.Value) && figure.Value >= 0, $"{figure.What}: {figure.Value}"));
    }
}
