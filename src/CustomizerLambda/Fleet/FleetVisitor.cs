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

    /// <summary>Visits an app.</summary>
    /// <param name="working">Cancelled when this invocation must leave.</param>
    /// <returns>Null when this invocation's time was up before the app was done with.</returns>
    public async Task<FleetRow?> VisitAsync(StudioApp app, FleetRequest request, LambdaContext context, CancellationToken working)
    {
        if ((served with { IsEnabled = true }).ReasonNotToServe(app.DomainId) is { } unserved) return Done(app, FleetRow.Of(app, AppState.NotServed, unserved));
        try
        {
            var owner = await arrival.OwnerAsync(app, working);
            if (await tags.OptOutAsync(app, owner, context.InvokedFunctionArn, working) is { } optOut) return Done(app, FleetRow.Of(app, AppState.NotServed, optOut));
            var row = FleetRow.Of(app, owner, await KeepLookingAsync(app, owner, working), package.Digest);
            if (!request.MayCustomize || row.State is not (AppState.Never or AppState.Stale)) return Done(app, row);
            if (served.ReasonNotToServe(app) is { } reason) return Done(app, row with { State = AppState.NotServed, Reason = reason });
            return await CustomizeAsync(row, new RunRequest(app, RunIdOf(app, row.RunId), MayStart: true, HandOvers: 0, time.GetUtcNow(), owner), context, working);
        }
        catch (OperationCanceledException) when (working.IsCancellationRequested)
        {
            return null;
        }
        catch (CustomizerException exception)
        {
            // Without a run that has begun, an end of time shows as an app that couldn't be reached.
            return working.IsCancellationRequested ? null : Done(app, FleetRow.Of(app, AppState.Unreachable, exception.Message));
        }
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

    private async Task<IReadOnlyList<RunSummary>> KeepLookingAsync(StudioApp app, string owner, CancellationToken cancellationToken)
    {
        using var scope = logger.BeginScope(LogFields.Of(app));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await LookAsync(app, owner, cancellationToken);
            }
            catch (CustomizerException exception) when (exception.RetryCanHelp && attempt < MostTries)
            {
                logger.WayLost(exception.Message, Pause.TotalSeconds);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<RunSummary>> LookAsync(StudioApp app, string owner, CancellationToken cancellationToken)
    {
        using var entrance = await arrival.SignInAsync(app, owner, cancellationToken);
        await using var terminal = await AgentTerminal.OpenAsync(entrance.Server, Guid.NewGuid().ToString("D"), logger, cancellationToken);
        return await terminal.Agent.ListRunsAsync(cancellationToken);
    }

    private async Task<FleetRow> CustomizeAsync(FleetRow row, RunRequest request, LambdaContext context, CancellationToken working)
    {
        var report = await customizer.CustomizeAsync(request, context, working);
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
        return Done(request.App, row with
        {
            State = state,
            Reason = report.Reason,
            Customized = report.HandedOver || report.Commands.Any(command => command.StartedAt is not null),
            RunId = request.RunId,
            Verdict = state == AppState.Running ? null : report.Verdict.Word(),
            PackageDigest = report.PackageDigest,
        });
    }

    private FleetRow Done(StudioApp app, FleetRow row)
    {
        using var scope = logger.BeginScope(LogFields.Of(app));
        logger.AppVisited(row.State.Word(), row.App.UserProfileName, row.Customized, row.RunId, row.Verdict, row.PackageDigest, row.Reason);
        return row;
    }
}
