using CustomizerLambda.Events;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Reporting;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Fleet;

/// <summary>
/// Walks over the running apps, so many at a time, and over as many invocations as it takes: an invocation whose time is nearly up hands on after which
/// app to go on. A walk may be repeated at any time: what an app has had is asked of the app itself.
/// </summary>
internal sealed class FleetWalk(RunningApps running, FleetVisitor visitor, HandOver handOver, SetupPackage package, TimeProvider time, ILogger logger)
{
    /// <summary>Two days, at 15 minutes an invocation.</summary>
    private const int MostHandOvers = 200;

    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Walks on.</summary>
    /// <exception cref="CustomizerException">The running apps can't be listed, or the walk can't be handed over.</exception>
    public async Task<FleetReport> WalkAsync(FleetRequest request, LambdaContext context, CancellationToken stopping)
    {
        using var scope = logger.BeginScope(LogFields.Of(request));
        try
        {
            return await VisitAndHandOverAsync(request, context, stopping);
        }
        catch (CustomizerException exception)
        {
            logger.Failed(exception.GetType().Name, exception.Message, exception.RetryCanHelp);
            throw;
        }
    }

    private async Task<FleetReport> VisitAndHandOverAsync(FleetRequest request, LambdaContext context, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        using var timeIsUp = new CancellationTokenSource(context.WorkingTime(time), time);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeIsUp.Token);
        var apps = await AppsToVisitAsync(request, working.Token);
        logger.WalkBegins(apps.Count, request.MayCustomize, request.AtOnce, request.HandOvers + 1);
        var rows = await VisitAllAsync(apps, request, context, working.Token);

        // Apps are taken in order, and each that was begun with is done with, unless the function is being stopped: the next invocation goes on after those.
        var done = rows.TakeWhile(row => row is not null).Select(row => row!).ToList();
        var next = request with
        {
            After = done.Count == 0 ? request.After : apps[done.Count - 1],
            HandOvers = request.HandOvers + 1,
            Counts = FleetReport.Count(request.Counts, done),
            ReceivedAt = request.ReceivedAt ?? now,
        };
        var goesOn = done.Count < apps.Count && next.HandOvers < MostHandOvers;
        if (goesOn) await HandOverAsync(next);
        return Report(request, next, done, goesOn);
    }

    private async Task<IReadOnlyList<StudioApp>> AppsToVisitAsync(FleetRequest request, CancellationToken cancellationToken)
    {
        var apps = await ListAsync(request, cancellationToken);
        return request.After is not { } after ? apps : [.. apps.Where(app => string.CompareOrdinal(app.ToString(), after.ToString()) > 0)];
    }

    private async Task<IReadOnlyList<StudioApp>> ListAsync(FleetRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await running.ListAsync(request.DomainId, cancellationToken);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new AppUnreachableException("SageMaker didn't list the running apps within this invocation's time: check its service health, and walk again.", exception);
        }
    }

    private async Task<FleetRow?[]> VisitAllAsync(IReadOnlyList<StudioApp> apps, FleetRequest request, LambdaContext context, CancellationToken working)
    {
        var rows = new FleetRow?[apps.Count];
        var end = time.GetUtcNow() + context.WorkingTime(time);
        var limit = VisitLimit(context.WorkingTime(time));
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.AtOnce };
        await Parallel.ForAsync(0, apps.Count, options, async (index, _) =>
        {
            // A visit that could not have all its time isn't begun: whatever the app does, it would be signed in to again by the next invocation.
            if (!working.IsCancellationRequested && end - time.GetUtcNow() >= limit) rows[index] = await visitor.VisitAsync(apps[index], request, context, limit, working);
        });
        return rows;
    }

    /// <summary>How long a visit may take: some must come to their end in an invocation, or the walk would never go on.</summary>
    internal static TimeSpan VisitLimit(TimeSpan workingTime) => workingTime / 2 < AppLimits.VisitTime ? workingTime / 2 : AppLimits.VisitTime;

    private async Task HandOverAsync(FleetRequest next)
    {
        logger.WalkHandedOver();
        using var cleanUp = new CancellationTokenSource(CleanUpTimeout);
        await handOver.SendAsync(next, cleanUp.Token);
    }

    private FleetReport Report(FleetRequest request, FleetRequest next, IReadOnlyList<FleetRow> done, bool goesOn)
    {
        var report = new FleetReport
        {
            FleetId = request.Id,
            DomainId = request.DomainId,
            DryRun = !request.MayCustomize,
            PackageDigest = package.Digest,
            Counts = next.Counts,
            Apps = done,
            HandOvers = request.HandOvers,
            HandedOver = goesOn,
            ReceivedAt = next.ReceivedAt!.Value,
            EndedAt = time.GetUtcNow(),
        };
        logger.WalkReported(report);
        return ReportSize.Fit(report);
    }
}
