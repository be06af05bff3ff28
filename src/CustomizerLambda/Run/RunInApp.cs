using CustomizerLambda.Setup;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Run;

/// <summary>One run, where it is: started there, or found, and followed when it is our turn.</summary>
/// <param name="limit">How long all commands may take together.</param>
/// <param name="outputLimit">How many bytes of a command's output the log may have.</param>
internal sealed class RunInApp(SetupPackage package, TimeSpan limit, long outputLimit, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan TurnPause = TimeSpan.FromSeconds(2);

    /// <summary>Finds the run.</summary>
    /// <param name="lease">The right to follow, where we had it before the terminal was lost.</param>
    public async Task<RunState> FindAsync(Agent agent, string? lease, CancellationToken cancellationToken)
    {
        var state = await agent.LookAsync(lease, cancellationToken);
        if (state.Supervisor != Supervisor.Absent) logger.RunFound(state.Supervisor.ToString(), state.Command, state.Offset);
        return state;
    }

    /// <summary>Delivers the set-up commands, and starts the run. Where another has started it meanwhile, there is just that one.</summary>
    /// <param name="owner">The user profile whose app it is.</param>
    public async Task StartAsync(AgentTerminal opened, RunRequest request, string owner, CancellationToken cancellationToken)
    {
        var plan = RunPlan.For(package, request.App, owner);
        var archive = RunArchive.Create(plan);
        logger.RunStarts(plan.Commands.Count);
        await Delivery.DeliverAsync(opened.Agent, opened.Terminal, request.RunId, archive, cancellationToken);
        await opened.Agent.StartRunAsync(archive, request.Environment(owner), limit, outputLimit, request.Retried, cancellationToken);
    }

    /// <summary>The commands that a run of this package has, by name, in order.</summary>
    public IReadOnlyList<string> NamesOf(RunRequest request) => [.. package.CommandNamesFor(request.App.AppType)];

    /// <summary>Why a run's commands can't be believed; null when they can: where it has this package's, they are just those.</summary>
    public string? Doubt(RunState state, RunRequest request) => state switch
    {
        { Commands: [] } => "the app names no commands of the run: what it says of it isn't believed",
        _ when state.PackageDigest == package.Digest && !state.Commands.SequenceEqual(NamesOf(request)) =>
            "the app says that the run has this package's commands, and names others: what it says of it isn't believed",
        _ => null,
    };

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
