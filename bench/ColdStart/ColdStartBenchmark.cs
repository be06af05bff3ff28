using Bench.Measuring;

namespace Bench.ColdStart;

/// <summary>How long a new process of the function takes to its first call of SageMaker's API.</summary>
internal static class ColdStartBenchmark
{
    private const double Megabyte = 1024 * 1024;

    public static Benchmark Benchmark { get; } = new(
        "cold-start",
        "process start to the first signed call, of the function compiled ahead for this processor and of the portable one, beside an empty .NET function with AWS's SDK and Python with boto3",
        TimeSpan.FromMinutes(9),
        MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        using var publishing = new Publishing();
        using var firstCall = new FirstCall();
        var contestants = new Contestants(publishing, firstCall);
        var compiled = await contestants.FunctionAsync("compiled ahead", isCompiledAhead: true, cancellationToken);
        var portable = await contestants.FunctionAsync("portable", isCompiledAhead: false, cancellationToken);
        var empty = await contestants.EmptyAsync("empty function, compiled ahead", isCompiledAhead: true, cancellationToken);
        var emptyPortable = await contestants.EmptyAsync("empty function, portable", isCompiledAhead: false, cancellationToken);
        var python = await contestants.PythonAsync("Python with boto3", cancellationToken);
        if (python is null) Console.WriteLine("Not beside Python: python3 with boto3 and requests isn't here.");

        var all = ((Contestant?[])[compiled, portable, empty, emptyPortable, python]).OfType<Contestant>().ToList();
        var measured = await Samples.AlternatelyAsync(effort.Pick(15, 1), cancellationToken, [.. all.Select(contestant => contestant.MeasureAsync)]);
        var samples = all.Zip(measured).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. Figures(compiled, empty, samples, Bound.AtMost(1.5)),
            .. Figures(portable, emptyPortable, samples, Bound.AtMost(1.5)),
            .. python is null ? [] : Figures(compiled, python, samples, Bound.AtMost(0.5)),
            .. python is null ? [] : Figures(portable, python, samples, ratio: null),
        ];
    }

    private static IEnumerable<Figure> Figures(
        Contestant function, Contestant beside, Dictionary<Contestant, IReadOnlyList<FirstCallSample>> samples, Bound? ratio)
    {
        yield return Figure("first call", Unit.Milliseconds, sample => sample.Wall.TotalMilliseconds) with { RatioTarget = ratio };
        yield return Figure("processor time", Unit.Milliseconds, sample => sample.Processor.TotalMilliseconds);
        yield return Figure("peak memory", Unit.Megabytes, sample => sample.PeakMemoryBytes / Megabyte);

        Figure Figure(string what, Unit unit, Func<FirstCallSample, double> value) =>
            new($"{function.Name}: {what}", samples[function].Median(value), unit) { Beside = beside.Name, BesideValue = samples[beside].Median(value) };
    }
}
