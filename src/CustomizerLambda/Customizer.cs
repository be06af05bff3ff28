using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Reporting;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Studio;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda;

/// <summary>
/// Customizes one app: the steps of <see cref="Function"/> from the app's owner to the end of the run. The run itself is in the app, and goes on without
/// us: whatever breaks from step 3 on, the way in is tried again, and the run is found where it is.
/// </summary>
internal sealed class Customizer(
    Arrival arrival, StudioTags tags, SetupPackage package, HandOver handOver, Reporter reporter, Settings settings, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(3);

    private readonly RunInApp _run = new(package, settings.RunLimit, settings.OutputLimitBytes, time, logger);

    /// <summary>Starts the run or follows it, to its end or to this invocation's.</summary>
    /// <param name="request">The run.</param>
    /// <param name="context">The invocation.</param>
    /// <param name="stopping">Cancelled when there is no more time for it.</param>
    /// <param name="entrance">A way in that is open already, and is left to the caller; null for none.</param>
    /// <exception cref="CustomizerException">The app can't be reached, and a retry can help.</exception>
    public async Task<RunReport> CustomizeAsync(RunRequest request, LambdaContext context, CancellationToken stopping, AppEntrance? entrance = null)
    {
        using var scope = logger.BeginScope(LogFields.Of(request));
        if (request.MayStart) logger.Received(request.App.ToString(), package.Digest);
        else logger.ReceivedHandOver(request.HandOvers + 1);

        var attempt = new Attempt(request, package.Digest, new Follower(settings.OutputLimitBytes, logger), entrance);
        try
        {
            return await WorkAsync(attempt, context, stopping);
        }
        catch (CustomizerException exception)
        {
            logger.Failed(exception.GetType().Name, exception.Message, exception.RetryCanHelp);
            if (exception.RetryCanHelp) throw;
            return attempt.Report(time, Verdict.Incomplete, exception.Message, attempt.Follower.ReportsWith(exception.Message));
        }
    }

    private async Task<RunReport> WorkAsync(Attempt attempt, LambdaContext context, CancellationToken stopping)
    {
        if (IsOver(attempt)) return Over(attempt);
        using var timeIsUp = new CancellationTokenSource(context.WorkingTime(time), time);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeIsUp.Token);
        try
        {
            // 2. Whose is the app?
            attempt.Owner = attempt.Request.Owner ?? await arrival.OwnerAsync(attempt.Request.App, working.Token);
            logger.OwnerFound(attempt.Owner);
            return await KeepTryingAsync(attempt, context, working.Token);
        }
        catch (OperationCanceledException) when (working.IsCancellationRequested)
        {
            return await LeaveAsync(attempt, "The app wasn't ready in time: a retry goes on waiting. Check the app's status if it never starts.");
        }
    }

    /// <summary>Asked once: a run that is there is followed to its end, whatever a tag says by now.</summary>
    private async Task<string?> OptOutAsync(Attempt attempt, LambdaContext context, CancellationToken cancellationToken)
    {
        if (attempt.IsWanted || attempt.Request is not { MayStart: true, Owner: null }) return null;
        var optOut = await tags.OptOutAsync(attempt.Request.App, attempt.Owner, context.InvokedFunctionArn, cancellationToken);
        attempt.IsWanted = optOut is null;
        return optOut;
    }

    /// <summary>The one loop that retries. It gives up, or leaves, when the way in is lost again and again: see <see cref="WaysLost"/>.</summary>
    private async Task<RunReport> KeepTryingAsync(Attempt attempt, LambdaContext context, CancellationToken cancellationToken)
    {
        var lost = new WaysLost();
        while (true)
        {
            var (advances, began) = (attempt.Follower.Advances, time.GetTimestamp());
            try
            {
                return await TryOnceAsync(attempt, context, cancellationToken);
            }
            catch (CustomizerException exception) when (exception.RetryCanHelp)
            {
                lost.Add(time.GetElapsedTime(began), attempt.Follower.Advances > advances);
                if (lost.AreInVain) throw;
                if (lost.AreTooMany) return await LeaveAsync(attempt, exception.Message);
                logger.WayLost(exception.Message, lost.Pause.TotalSeconds);
                await Task.Delay(lost.Pause, time, cancellationToken);
            }
        }
    }

    private async Task<RunReport> TryOnceAsync(Attempt attempt, LambdaContext context, CancellationToken cancellationToken)
    {
        if (attempt.TakeEntrance() is { } given) return await FollowAsync(attempt, given, cancellationToken);

        // 3. Is it in service?  4. Sign in, unless it is to be left alone, and wait until its server answers.
        var (optOut, opened) = await OptOutGate.EnterAsync(
            token => OptOutAsync(attempt, context, token),
            token => arrival.EnterAsync(attempt.Request.App, attempt.Owner, () => attempt.InServiceAt ??= time.GetUtcNow(), token),
            time,
            cancellationToken);
        if (optOut is not null) return attempt.Ignored(time, optOut);
        using var entrance = opened!;
        return await FollowAsync(attempt, entrance, cancellationToken);
    }

    private async Task<RunReport> FollowAsync(Attempt attempt, AppEntrance entrance, CancellationToken cancellationToken)
    {
        attempt.AnsweredAt ??= time.GetUtcNow();

        // 5. Open a terminal.
        await using var terminal = await AgentTerminal.OpenAsync(entrance.Server, attempt.Request.RunId, logger, cancellationToken);

        // 6. Start the run, or find the one that is there; follow it.
        return await FollowAsync(attempt, terminal, cancellationToken);
    }

    private async Task<RunReport> FollowAsync(Attempt attempt, AgentTerminal terminal, CancellationToken cancellationToken)
    {
        if (attempt.Final is { } known)
        {
            // We had come to the end; only the way was lost before the app had answered that it knows.
            await terminal.Agent.LookAsync(attempt.Lease, cancellationToken);
            await terminal.Agent.MarkReportedAsync(known.Verdict.Word(), cancellationToken);
            return known;
        }

        var state = await _run.FindAsync(terminal.Agent, attempt.Lease, cancellationToken);
        if (state.Supervisor == Supervisor.Absent && !attempt.HasBegun)
        {
            if (!attempt.Request.MayStart) return attempt.Ignored(time, "a hand-over of a run that the app doesn't have");
            await _run.StartAsync(terminal, attempt.Request, attempt.Owner, cancellationToken);
            attempt.HasBegun = true;
            state = await terminal.Agent.LookAsync(attempt.Lease, cancellationToken);
        }

        attempt.HasBegun = true;
        if (state.Supervisor == Supervisor.Absent) return Incomplete(attempt, CommandReasons.Vanished);
        state = await _run.AwaitTurnAsync(terminal.Agent, state, cancellationToken);
        attempt.PackageDigest = state.PackageDigest;
        attempt.Lease = state.Lease;
        if (state.ReportedVerdict is { } verdict) return attempt.Ignored(time, $"the run is reported already: {verdict}");
        if (state.Lease is null) return attempt.Ignored(time, "another invocation follows the run");
        if (_run.Doubt(state, attempt.Request) is { } doubt) return Incomplete(attempt, doubt);
        var commands = await attempt.Follower.FollowAsync(terminal.Agent, state, cancellationToken);

        // The report is first where it is read, then in the app, so that nobody does it again.
        attempt.Final = attempt.Report(time, RunReport.VerdictOf(commands), reason: null, commands) with { IsReported = true };
        await reporter.ReportAsync(attempt.Final);
        await terminal.Agent.MarkReportedAsync(attempt.Final.Verdict.Word(), cancellationToken);
        return attempt.Final;
    }

    /// <summary>What is known of a run of which no more will be.</summary>
    private RunReport Incomplete(Attempt attempt, string reason) =>
        attempt.Report(time, Verdict.Incomplete, reason, attempt.Follower.ReportsWith(reason, _run.NamesOf(attempt.Request)));

    /// <summary>
    /// The invocation must end before the work has. A run that has begun is handed on, also by who waits to follow it: the one that follows may be
    /// dead. One that hasn't begun is left to Lambda's retry.
    /// </summary>
    /// <param name="notBegun">What to say then.</param>
    private async Task<RunReport> LeaveAsync(Attempt attempt, string notBegun)
    {
        if (attempt.Final is not null) return attempt.Final;
        if (!attempt.HasBegun && attempt.Request.MayStart) throw new AppUnreachableException(notBegun);
        if (IsOver(attempt)) return Over(attempt);
        logger.HandingOver();
        using var cleanUp = new CancellationTokenSource(CleanUpTimeout);
        await handOver.SendAsync(attempt.Request, cleanUp.Token);
        return attempt.Report(time, Verdict.Incomplete, "the run goes on", attempt.Follower.ReportsWith("the run goes on")) with { HandedOver = true };
    }

    /// <summary>Whether the run has been followed for as long as any run may take. By our own clock: the app may say "running" for ever.</summary>
    private bool IsOver(Attempt attempt) => time.GetUtcNow() - attempt.Request.ReceivedAt >= settings.MaxRunLife;

    private RunReport Over(Attempt attempt)
    {
        var reason = $"the run has been followed for {settings.MaxRunLife.TotalMinutes:0} minutes, longer than any run may take: its files in the app say how it goes on";
        return attempt.Report(time, Verdict.Incomplete, reason, attempt.Follower.ReportsWith(reason));
    }
}
