using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CustomizerLambda.Events;
using CustomizerLambda.Fleet;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Reporting;
using CustomizerLambda.Run;
using CustomizerLambda.SelfTest;
using CustomizerLambda.Setup;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda;

/// <summary>
/// One event, top to bottom:
/// <list type="number">
/// <item>Is it ours?</item>
/// <item>Whose is the app?</item>
/// <item>Is it in service?</item>
/// <item>Sign in, unless it is to be left alone, and wait until its server answers.</item>
/// <item>Open a terminal.</item>
/// <item>Start the run, or find the one that is there; follow it.</item>
/// <item>Report.</item>
/// </list>
/// Here are the first and the last; <see cref="Customizer"/> has those between. A direct invocation may ask for something else: a walk over the running
/// apps, or a self-test.
/// </summary>
internal sealed class Function(
    Customizer customizer, FleetWalk walk, WayInTest selfTest, Reporter reporter, SetupPackage package, Settings settings, TimeProvider time, ILogger logger)
{
    /// <summary>Handles one invocation.</summary>
    /// <returns>The report, as JSON.</returns>
    /// <exception cref="CustomizerException">The app can't be reached, and a retry can help: Lambda retries, and finds the run if there is one.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(byte[] payload, LambdaContext context, CancellationToken stopping)
    {
        using var scope = logger.BeginScope(LogFields.Of(context));
        reporter.Begin(context);

        try
        {
            return await HandleAsync(context, payload, stopping);
        }
        catch (Exception exception) when (exception is not CustomizerException)
        {
            // A defect of ours is seen where errors are looked for. What it says may have come from anywhere, and isn't repeated.
            logger.Failed(exception.GetType().Name, $"An error that nobody expected{exception.StackTrace?.Split('\n')[0].TrimEnd()}: tell the maintainers.", will_retry: true);
            throw;
        }
    }

    private static ReadOnlyMemory<byte> Serialize<T>(T report, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(report, type);

    private async Task<ReadOnlyMemory<byte>> HandleAsync(LambdaContext context, byte[] payload, CancellationToken stopping)
    {
        // 1. Is it ours?
        var arn = context.InvokedFunctionArn.Split(':');
        var admission = Admissions.Decide(payload, context.AwsRequestId, arn.ElementAtOrDefault(3), arn.ElementAtOrDefault(4), settings.Served);
        return admission switch
        {
            Admission.Walk(var request) => Serialize(await walk.WalkAsync(request, context, stopping), Json.Default.FleetReport),
            Admission.Test(var app) => Serialize(await selfTest.TestAsync(app, context, stopping), Json.Default.SelfTestReport),
            _ => Serialize(await ReportAsync(await ActAsync(admission, context, stopping)), Json.Default.RunReport),
        };
    }

    private Task<RunReport> ActAsync(Admission admission, LambdaContext context, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        return admission switch
        {
            Admission.Start(var app, var runId) =>
                customizer.CustomizeAsync(new RunRequest(app, runId, MayStart: true, HandOvers: 0, now), context, stopping),
            Admission.Continue(var app, var runId, var handOvers, var receivedAt) =>
                customizer.CustomizeAsync(new RunRequest(app, runId, MayStart: false, handOvers, Believable(receivedAt, now)), context, stopping),
            Admission.Ignored(var reason, var app) => Task.FromResult(Ignored(reason, app, now)),
            _ => throw new InvalidOperationException("An event is ours, or it isn't."),
        };
    }

    /// <summary>A hand-over's own word for when its run began: not in the future, and not longer ago than any run's life.</summary>
    private DateTimeOffset Believable(DateTimeOffset receivedAt, DateTimeOffset now)
    {
        var earliest = now - settings.MaxRunLife;
        return receivedAt > now ? now : receivedAt < earliest ? earliest : receivedAt;
    }

    private async Task<RunReport> ReportAsync(RunReport report)
    {
        // 7. Report.
        using var runScope = logger.BeginScope(LogFields.Of(report));
        if (!report.IsReported) await reporter.ReportAsync(report);
        return report;
    }

    private RunReport Ignored(string reason, StudioApp? app, DateTimeOffset now) => new()
    {
        Verdict = Verdict.Ignored,
        Reason = reason,
        App = AppReport.Of(app, app?.UserProfileName),
        PackageDigest = package.Digest,
        Times = new RunTimes { ReceivedAt = now, EndedAt = now },
    };
}
