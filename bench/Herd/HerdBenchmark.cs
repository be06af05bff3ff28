using Bench.Measuring;
using CustomizerLambda;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Studio;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench.Herd;

/// <summary>Thousands of apps that start within minutes, against an API that takes few calls: the function's own policies, on a virtual clock.</summary>
internal static class HerdBenchmark
{
    private const double CallsPerSecond = 20;
    private const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:customizer";
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SignInTakes = TimeSpan.FromMilliseconds(300);

    public static Benchmark Benchmark { get; } = new(
        "herd",
        "5,000 app starts in 5 minutes, apps that take 20 to 180 s, against an API whose operations take 20 calls a second each; simulated with the function's own policies, beside asking every 2 s",
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
        var clock = new VirtualClock();
        using var api = new ThrottledApi(clock, CallsPerSecond);
        using var client = api.Client();
        var random = new Random(1);
        var delays = new List<double>();
        var work = Enumerable.Range(1, starts).Select(number =>
        {
            var app = StudioApp.TryCreate("d-herd", null, $"space-{number}", "JupyterLab", null, out _)!;
            var startsAt = Within * random.NextDouble();
            var inServiceAt = startsAt + TimeSpan.FromSeconds(20 + (160 * random.NextDouble()));
            api.Add(app.SpaceName!, inServiceAt);
            return (Func<Task>)(async () =>
            {
                await Task.Delay(startsAt, clock, CancellationToken.None);
                try
                {
                    await serveAsync(api, client, clock, app);
                    delays.Add((clock.Elapsed - inServiceAt).TotalSeconds);
                }
                catch (CustomizerException)
                {
                    // It gave up: not served.
                }
            });
        }).ToList();
        clock.Run(work);
        return new Herd([.. delays.Order()], api.Calls, api.MostCallsInASecond);
    }

    /// <summary>What Customizer and Arrival do, with a front door that says at once whether the app is in service.</summary>
    private static async Task CustomizerAsync(ThrottledApi api, AmazonSageMakerClient client, VirtualClock clock, StudioApp app)
    {
        var directory = new StudioDirectory(client, clock, NullLogger.Instance);
        var owner = await directory.OwnerAsync(app, CancellationToken.None);
        await OptOutGate.EnterAsync(
            cancellationToken => new StudioTags(client).OptOutAsync(app, owner, FunctionArn, cancellationToken),
            cancellationToken => EnterAsync(api, directory, clock, app, owner, cancellationToken),
            clock,
            CancellationToken.None);
    }

    private static async Task<IDisposable> EnterAsync(ThrottledApi api, StudioDirectory directory, VirtualClock clock, StudioApp app, string owner, CancellationToken cancellationToken)
    {
        var entrance = new CancellationTokenSource();
        if (!await directory.IsInServiceAsync(app, cancellationToken))
        {
            await SignInAsync(directory, clock, app, owner);
            if (await directory.WaitUntilInServiceAsync(app, _ => Task.FromResult(api.IsInService(app.SpaceName!)), cancellationToken)) return entrance;
        }

        await SignInAsync(directory, clock, app, owner);
        return entrance;
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
        await UntilAsync(() => api.TryCall("SageMaker.ListTags"));
        await UntilAsync(() => api.TryCall("SageMaker.ListTags"));
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
