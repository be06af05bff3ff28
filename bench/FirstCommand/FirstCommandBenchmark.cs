using System.Text.Json;
using Bench.Measuring;
using LocalStudio;
using LocalStudio.Journals;

namespace Bench.FirstCommand;

/// <summary>How long after an app went into service its first command starts, and how many API calls it took to know.</summary>
internal static class FirstCommandBenchmark
{
    private const int MostCalls = 30;

    public static Benchmark Benchmark { get; } = new(
        "first-command",
        "app in service, which is when it could have been known, to the first command's start, for apps that take 5, 60 and 180 s",
        TimeSpan.FromMinutes(8),
        MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        // While the apps that take long are waited for, the others start; nothing starts as others go into service.
        (int Pending, int StartAfter)[] groups = effort.Pick<(int, int)[]>([(5, 100), (60, 15), (180, 0)], [(1, 0)]);
        var figures = await Task.WhenAll(groups.Select(async group =>
        {
            await Task.Delay(TimeSpan.FromSeconds(group.StartAfter), cancellationToken);
            return await MeasureAsync(group.Pending, effort.Pick(5, 1), cancellationToken);
        }));
        return [.. figures.SelectMany(figure => figure)];
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(int pendingSeconds, int apps, CancellationToken cancellationToken)
    {
        var options = new StudioOptions { Pending = TimeSpan.FromSeconds(pendingSeconds), SetupCommandsDirectory = BenchStudio.Commands("nothing") };
        await using var studio = await StudioHost.StartAsync(options, cancellationToken);
        var delays = await Task.WhenAll(Enumerable.Range(1, apps).Select(async number =>
        {
            // One after the other, so that what they do doesn't fall together.
            await Task.Delay(TimeSpan.FromSeconds(2.3 * (number - 1)), cancellationToken);
            return await DelayAsync(studio, $"space-{number}", cancellationToken);
        }));
        var calls = studio.Events.Entries.OfType<ApiCalled>().Count(call => call.ByFunction) / (double)apps;
        return
        [
            new($"delay, app that takes {pendingSeconds} s", delays.Median(delay => delay.TotalMilliseconds), Unit.Milliseconds) { Target = Bound.AtMost(1500) },
            new($"API calls, app that takes {pendingSeconds} s", calls, Unit.Count) { Target = Bound.AtMost(MostCalls) },
        ];
    }

    private static async Task<TimeSpan> DelayAsync(StudioHost studio, string space, CancellationToken cancellationToken)
    {
        var app = await studio.CreateAppAsync("JupyterLab", space, cancellationToken);
        var inService = await studio.Events.WaitForAsync(happened => happened is AppStatusChanged changed && changed.App == app.Arn && changed.Status == "InService", cancellationToken);
        var invocation = await studio.Function.Invocations.WaitForAsync(invocation => invocation.Payload.Contains($"\"{space}\"", StringComparison.Ordinal), cancellationToken);
        await invocation.Ended.WaitAsync(cancellationToken);
        using var report = JsonDocument.Parse(invocation.Result ?? throw new InvalidOperationException($"The function failed: {invocation.Error?.Message}"));
        return report.RootElement.GetProperty("commands")[0].GetProperty("startedAt").GetDateTimeOffset() - inService.At;
    }
}
