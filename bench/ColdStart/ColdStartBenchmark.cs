using System.ComponentModel;
using System.Diagnostics;
using Bench.Measuring;

namespace Bench.ColdStart;

/// <summary>How long a new process of the function takes to its first call of SageMaker's API.</summary>
internal static class ColdStartBenchmark
{
    private const double Megabyte = 1024 * 1024;

    public static Benchmark Benchmark { get; } = new(
        "cold-start",
        "process start to the first signed call, beside an empty .NET function and Python with boto3",
        TimeSpan.FromMinutes(6),
        MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        using var publishing = new Publishing();
        using var firstCall = new FirstCall();
        var function = new Command("dotnet", Path.Combine(await publishing.PublishAsync("src/CustomizerLambda", cancellationToken), "CustomizerLambda.dll"));
        var emptyDll = Path.Combine(await publishing.PublishAsync("bench/ColdStart/EmptyFunction", cancellationToken), "EmptyFunction.dll");
        var python = new Command("python3", Path.Combine(AppContext.BaseDirectory, "ColdStart", "first_call.py"));
        var hasPython = await HasPythonAsync(cancellationToken);
        var samples = await Samples.AlternatelyAsync(
            effort.Pick(15, 1),
            cancellationToken,
            [
                token => firstCall.MeasureAsync(function, token),
                token => firstCall.MeasureAsync(new Command("dotnet", emptyDll), token),
                token => firstCall.RunAsync(new Command("dotnet", emptyDll, "nothing"), token),
                .. hasPython ? (Func<CancellationToken, Task<FirstCallSample>>[])[token => firstCall.MeasureAsync(python, token)] : [],
            ]);
        if (!hasPython) Console.WriteLine("Not beside Python: python3 with boto3 and requests isn't here.");
        return [.. Figures(samples[0], samples[1], samples[2], hasPython ? samples[3] : null)];
    }

    private static IEnumerable<Figure> Figures(
        IReadOnlyList<FirstCallSample> function, IReadOnlyList<FirstCallSample> empty, IReadOnlyList<FirstCallSample> nothing, IReadOnlyList<FirstCallSample>? python)
    {
        var wall = function.Median(sample => sample.Wall.TotalMilliseconds);
        var first = new Figure("process start to first call", wall, Unit.Milliseconds);
        yield return first with { Beside = "empty .NET function", BesideValue = empty.Median(sample => sample.Wall.TotalMilliseconds), RatioTarget = Bound.AtMost(1.5) };
        if (python is not null)
        {
            yield return first with { Beside = "Python 3 with boto3", BesideValue = python.Median(sample => sample.Wall.TotalMilliseconds), RatioTarget = Bound.AtMost(0.5) };
        }

        yield return first with { Beside = ".NET starting, doing nothing", BesideValue = nothing.Median(sample => sample.Wall.TotalMilliseconds) };
        var processor = new Figure("processor time to first call", function.Median(sample => sample.Processor.TotalMilliseconds), Unit.Milliseconds);
        yield return processor with { Beside = "empty .NET function", BesideValue = empty.Median(sample => sample.Processor.TotalMilliseconds) };
        if (python is not null) yield return processor with { Beside = "Python 3 with boto3", BesideValue = python.Median(sample => sample.Processor.TotalMilliseconds) };
        var memory = new Figure("peak memory at first call", function.Median(sample => sample.PeakMemoryBytes / Megabyte), Unit.Megabytes);
        yield return memory with { Beside = "empty .NET function", BesideValue = empty.Median(sample => sample.PeakMemoryBytes / Megabyte) };
        if (python is not null) yield return memory with { Beside = "Python 3 with boto3", BesideValue = python.Median(sample => sample.PeakMemoryBytes / Megabyte) };
    }

    private static async Task<bool> HasPythonAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", "import boto3, requests"]) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
