using System.Security.Cryptography;
using System.Text;
using CustomizerLambda.Events;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Reporting;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Studio;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Fleet;

/// <summary>Visits one running app: walks in, looks which runs it has had, and, where that is asked for, has it customized if it lacks this package's commands.</summary>
internal sealed class FleetVisitor(
    Arrival arrival,
    StudioTags tags,
    Customizer customizer,
    Reporter reporter,
    SetupPackage package,
    ServedApps served,
    TimeProvider time,
    ILogger logger)
{
    private const int MostTries = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Visits an app. Whatever that comes to, and whatever the app does, is its row.</summary>
    /// <param name="limit">How long the visit may take. A run that takes longer is handed to an invocation of its own.</param>
    /// <param name="working">Cancelled when this invocation must leave.</param>
    /// <returns>Null when this invocation had to leave before the app was done with.</returns>
    public async Task<FleetRow?> VisitAsync(StudioApp app, FleetRequest request, LambdaContext context, TimeSpan limit, CancellationToken working)
    {
        using var timeIsUp = new CancellationTokenSource(limit, time);
        using var visiting = CancellationTokenSource.CreateLinkedTokenSource(working, timeIsUp.Token);
        var mustLeave = false;
        using var leaving = working.Register(() => mustLeave = !timeIsUp.IsCancellationRequested);
        FleetRow row;
        try
        {
            row = await TryVisitAsync(app, request, context, visiting.Token);
        }
#pragma warning disable CA1031 // One app's failure, even one that nobody expected, must not keep the others from being visited.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Without a run that has begun, an end of time shows as an app that couldn't be reached.
            if (mustLeave) return null;
            row = FleetRow.Of(app, AppState.Unreachable, Reason(app, exception, limit));
        }

        using var scope = logger.BeginScope(LogFields.Of(app));
        logger.AppVisited(row.State.Word(), row.App.UserProfileName, row.Customized, row.RunId, row.Verdict, row.PackageDigest, row.Reason);
        return row;
    }

    private string Reason(StudioApp app, Exception exception, TimeSpan limit)
    {
        using var scope = logger.BeginScope(LogFields.Of(app));
        var type = exception.GetType().Name;
        if (exception is OperationCanceledException) return $"it took longer than the {limit.TotalSeconds:0} s that a visit may take: check that the app opens in a browser";
        if (exception is CustomizerException) return $"{type}: {exception.Message}";
        var reason = $"{type}, which nobody expected: tell the maintainers";
        logger.Failed(type, $"The visit ended in {reason}{exception.StackTrace?.Split('\n')[0].TrimEnd()}", will_retry: false);
        return reason;
    }

    private async Task<FleetRow> TryVisitAsync(StudioApp app, FleetRequest request, LambdaContext context, CancellationToken visiting)
    {
        if ((served with { IsEnabled = true }).ReasonNotToServe(app.DomainId) is { } unserved) return FleetRow.Of(app, AppState.NotServed, unserved);
        var owner = await arrival.OwnerAsync(app, visiting);
        if (await tags.OptOutAsync(app, owner, context.InvokedFunctionArn, visiting) is { } optOut) return FleetRow.Of(app, AppState.NotServed, optOut);

        // One sign-in for the whole visit: their rate is the account's.
        using var entrance = await InScopeAsync(app, () => arrival.SignInAsync(app, owner, visiting));
        var row = FleetRow.Of(app, owner, await InScopeAsync(app, () => KeepLookingAsync(entrance, visiting)), package.Digest);
        if (!request.MayCustomize || row.State is not (AppState.Never or AppState.Stale)) return row;
        if (served.ReasonNotToServe(app) is { } reason) return row with { State = AppState.NotServed, Reason = reason };
        var run = new RunRequest(app, RunIdOf(app, row.RunId), MayStart: true, HandOvers: 0, time.GetUtcNow(), owner);
        return await CustomizeAsync(row, run, context, entrance, visiting);
    }

    /// <summary>
    /// The id of the run that brings this package's commands into an app: the same for whoever finds the app as it is now, so of two walks one begins it;
    /// another once it has had other commands since.
    /// </summary>
    private string RunIdOf(StudioApp app, string? lastRunId)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{app}\n{lastRunId}\n{package.Digest}"));
        return new Guid(digest.AsSpan(0, 16), bigEndian: true).ToString("D");
    }

    private async Task<T> InScopeAsync<T>(StudioApp app, Func<Task<T>> work)
    {
        using var scope = logger.BeginScope(LogFields.Of(app));
        return await work();
    }

    private async Task<IReadOnlyList<RunSummary>> KeepLookingAsync(AppEntrance entrance, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var terminal = await AgentTerminal.OpenAsync(entrance.Server, Guid.NewGuid().ToString("D"), logger, cancellationToken);
                return await terminal.Agent.ListRunsAsync(cancellationToken);
            }
            catch (CustomizerException exception) when (exception.RetryCanHelp && attempt < MostTries)
            {
                logger.WayLost(exception.Message, Pause.TotalSeconds);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task<FleetRow> CustomizeAsync(FleetRow row, RunRequest request, LambdaContext context, AppEntrance entrance, CancellationToken visiting)
    {
        var report = await customizer.CustomizeAsync(request, context, visiting, entrance);
        if (!report.IsReported)
        {
            using var scope = logger.BeginScope(LogFields.Of(report));
            await reporter.ReportAsync(report);
        }

        var state = report switch
        {
            { HandedOver: true } or { Verdict: Verdict.Ignored } => AppState.Running,
            { Verdict: Verdict.Done } => AppState.Current,
            _ => AppState.Failed,
        };
        return row with
        {
            State = state,
            Reason = report.Reason,
            Customized = report.HandedOver || report.Commands.Any(command => command.StartedAt is not null),
            RunId = request.RunId,
            Verdict = state == AppState.Running ? null : report.Verdict.Word(),
            PackageDigest = report.PackageDigest,
        };
    }
}
