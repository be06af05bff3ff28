using CustomizerLambda.Terminal;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Run;

/// <summary>A terminal of ours in the app, with the agent in it. Disposing it closes the terminal: one left open would keep the app from idling.</summary>
internal sealed class AgentTerminal : IAsyncDisposable
{
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger;
    private readonly CancellationToken _leaving;
    private Agent? _agent;

    private AgentTerminal(ITerminal terminal, ILogger logger, CancellationToken leaving) => (Terminal, _logger, _leaving) = (terminal, logger, leaving);

    /// <summary>The terminal.</summary>
    public ITerminal Terminal { get; }

    /// <summary>The agent in it.</summary>
    public Agent Agent => _agent!;

    /// <summary>Opens a terminal, and starts the agent in it.</summary>
    /// <param name="cancellationToken">Cancelled when the invocation must leave a run that goes on.</param>
    /// <exception cref="TerminalLostException">None was to be had.</exception>
    public static async Task<AgentTerminal> OpenAsync(IAppServer server, string runId, ILogger logger, CancellationToken cancellationToken)
    {
        var opened = new AgentTerminal(await server.OpenTerminalAsync(cancellationToken), logger, cancellationToken);
        try
        {
            opened._agent = await Agent.StartAsync(opened.Terminal, runId, cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var cleanUp = new CancellationTokenSource(CleanUpTimeout);
        // Gives up the right to follow, so that the next invocation need not wait for it to run out.
        if (_leaving.IsCancellationRequested) await TryAsync(() => Agent.DismissAsync(Terminal, cleanUp.Token));
        await TryAsync(() => Terminal.CloseAsync(cleanUp.Token));
        await Terminal.DisposeAsync();
    }

    private async Task TryAsync(Func<Task> cleanUp)
    {
        try
        {
            await cleanUp();
        }
        catch (Exception exception) when (exception is CustomizerException or OperationCanceledException)
        {
            // The agent in it leaves by itself when nobody asks it anything.
            _logger.TerminalLeft(exception.Message);
        }
    }
}
