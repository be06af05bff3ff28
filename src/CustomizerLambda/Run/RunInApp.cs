using CustomizerLambda.Setup;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Run;

/// <summary>One run, where it is: started there, or found, and followed when it is our turn.</summary>
/// <param name="limit">How long all commands may take together.</param>
internal sealed class RunInApp(SetupPackage package, TimeSpan limit, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan TurnPause = TimeSpan.FromSeconds(2);

    /// <summary>Finds the run, or starts it if the request may.</summary>
    /// <param name="owner">The user profile whose app it is.</param>
    /// <param name="lease">The right to follow, where we had it before the terminal was lost.</param>
    public async Task<RunState> FindOrStartAsync(AgentTerminal opened, RunRequest request, string owner, string? lease, CancellationToken cancellationToken)
    {
        var agent = opened.Agent;
        var state = await agent.LookAsync(lease, cancellationToken);
        if (state.Supervisor != Supervisor.Absent)
        {
            logger.RunFound(state.Supervisor.ToString(), state.Command, state.Offset);
            return state;
        }

        if (!request.MayStart) return state;
        var plan = RunPlan.For(package, request.App, owner);
        var archive = RunArchive.Create(plan);
        logger.RunStarts(plan.Commands.Count);
        await Delivery.DeliverAsync(agent, opened.Terminal, request.RunId, archive, cancellationToken);
        await agent.StartRunAsync(archive, request.Environment(owner), limit, cancellationToken);
        return await agent.LookAsync(lease, cancellationToken);
    }

    /// <summary>
    /// Another delivery of the same event follows the run, or one that was killed still seems to: its agent leaves within seconds. Only one may follow,
    /// or the log would have everything twice.
    /// </summary>
    /// <returns>With a lease, or without when the other is alive; or reported already.</returns>
    public async Task<RunState> AwaitTurnAsync(Agent agent, RunState state, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (state.Lease is null && state.ReportedVerdict is null && time.GetElapsedTime(began) < Agent.LeaseTimeout)
        {
            logger.FollowedByAnother();
            await Task.Delay(TurnPause, time, cancellationToken);
            state = await agent.LookAsync(lease: null, cancellationToken);
        }

        return state;
    }
}
