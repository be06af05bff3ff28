namespace Bench.Measuring;

/// <summary>Something that is measured.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Description">What is measured, beside what.</param>
/// <param name="Limit">How long it may take; then it is given up.</param>
/// <param name="MeasureAsync">Measures it.</param>
internal sealed record Benchmark(string Name, string Description, TimeSpan Limit, Func<Effort, CancellationToken, Task<IReadOnlyList<Figure>>> MeasureAsync);

/// <summary>How much work to put into measuring.</summary>
/// <param name="IsSmoke">As little as shows that the benchmark works; its figures then mean nothing.</param>
internal sealed record Effort(bool IsSmoke)
{
    /// <summary>One of two values.</summary>
    public T Pick<T>(T whole, T smoke) => IsSmoke ? smoke : whole;
}
