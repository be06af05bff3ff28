using System.Collections.Concurrent;
using Bench.Measuring;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Studio;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench.Herd;

/// <summary>Thousands of apps that start within minutes, against an API that takes few calls: the function's own policies, on a virtual clock.</summary>
internal static class HerdBenchmark
{
    private const double CallsPerSecond = 20;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SignInTakes = TimeSpan.FromMilliseconds(300);

    public static Benchmark Benchmark { get; } = new(
        "herd",
        "5,000 app starts in 5 minutes, apps that take 20 to 180 s, against an API whose operations take 20 calls a second each; simulated with the function's own policies, without its calls for tags, beside asking every 2 s",
        TimeSpan.FromMinutes(4),
        MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        var starts = effort.Pick(5000, 50);
        var ours = await RunAsync(starts, CustomizerAsync, cancellationToken);
        var simple = await RunAsync(starts, EveryTwoSecondsAsync, cancellationToken);
        const string beside = "every 2 s";
        return
        [
            new("app starts that are served", ours.Delays.Count, Unit.Count) { Beside = beside, BesideValue = simple.Delays.Count, Target = Bound.AtLeast(starts) },
            new("delay after the app is in service, median", ours.Median, Unit.Seconds) { Beside = beside, BesideValue = simple.Median, Target = Bound.AtMost(10) },
            new("the same, 99 of 100", ours.Percentile(0.99), Unit.Seconds) { Beside = beside, BesideValue = simple.Percentile(0.99) },
            new("API calls for each start", (double)ours.Calls / starts, Unit.Count) { Beside = beside, BesideValue = (double)simple.Calls / starts },
            new("most API calls in a second", ours.MostCallsInASecond, Unit.Count) { Beside = beside, BesideValue = simple.MostCallsInASecond },
        ];
    }

    private static async Task<Herd> RunAsync(int starts, Func<ThrottledApi, AmazonSageMakerClient, VirtualClock, StudioApp, Task> serveAsync, CancellationToken cancellationToken)
    {
        using var clock = new VirtualClock();
        using var api = new ThrottledApi(clock, CallsPerSecond);
        using var client = api.Client();
        var random = new Random(1);
        var delays = new ConcurrentBag<double>();
        var work = Enumerable.Range(1, starts).Select(number =>
        {
            var app = StudioApp.TryCreate("d-herd", null, $"space-{number}", "JupyterLab", null, out _)!;
            var startsAt = Within * random.NextDouble();
            var inServiceAt = startsAt + TimeSpan.FromSeconds(20 + (160 * random.NextDouble()));
            api.Add(app.SpaceName!, inServiceAt);
            return (Func<Task>)(async () =>
            {
                await Task.Delay(startsAt, clock, CancellationToken.None);
                await serveAsync(api, client, clock, app);
                delays.Add((clock.Elapsed - inServiceAt).TotalSeconds);
            });
        }).ToList();
        await clock.RunAsync(work, cancellationToken);
        return new Herd([.. delays.Order()], api.Calls, api.MostCallsInASecond);
    }

    /// <summary>
    /// What Arrival does, with a front door that says at once whether the app is in service. The two ListTags calls of a start are left out: they come
    /// at the same time, and who works here waits on one timer of the clock's.
    /// </summary>
    private static async Task CustomizerAsync(ThrottledApi api, AmazonSageMakerClient client, VirtualClock clock, StudioApp app)
    {
        var directory = new StudioDirectory(client, clock, NullLogger.Instance);
        var owner = await directory.OwnerAsync(app, CancellationToken.None);
        if (!await directory.IsInServiceAsync(app, CancellationToken.None))
        {
            await SignInAsync(directory, clock, app, owner);
            if (await directory.WaitUntilInServiceAsync(app, _ => Task.FromResult(api.IsInService(app.SpaceName!)), CancellationToken.None)) return;
        }

        await SignInAsync(directory, clock, app, owner);
    }

    private static async Task SignInAsync(StudioDirectory directory, VirtualClock clock, StudioApp app, string owner)
    {
        await directory.SignInUrlAsync(app, owner, CancellationToken.None);
        await Task.Delay(SignInTakes, clock, CancellationToken.None);
    }

    /// <summary>Each call again every two seconds until it is answered, and the app's until it is in service.</summary>
    private static async Task EveryTwoSecondsAsync(ThrottledApi api, AmazonSageMakerClient client, VirtualClock clock, StudioApp app)
    {
        await UntilAsync(() => api.TryCall("SageMaker.DescribeSpace"));
        await UntilAsync(() => api.TryCall("SageMaker.DescribeApp") && api.IsInService(app.SpaceName!));
        await UntilAsync(() => api.TryCall("SageMaker.CreatePresignedDomainUrl"));
        await Task.Delay(SignInTakes, clock, CancellationToken.None);

        async Task UntilAsync(Func<bool> ask)
        {
            while (!ask()) await Task.Delay(TimeSpan.FromSeconds(2), clock, CancellationToken.None);
        }
    }

    private sealed record Herd(IReadOnlyList<double> Delays, int Calls, int MostCallsInASecond)
    {
        public double Median => Percentile(0.5);

        public double Percentile(double share) => Delays[(int)(share * (Delays.Count - 1))];
    }
}
