using CustomizerLambda.Terminal;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Run;

/// <summary>A terminal of ours in the app, with the agent in it. Disposing it closes the terminal: one left open would keep the app from idling.</summary>
internal sealed class AgentTerminal : IAsyncDisposable
{
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(3);

    private readonly JupyterServer _jupyter;
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly CancellationToken _leaving;
    private TerminalSocket? _socket;
    private Agent? _agent;

    private AgentTerminal(JupyterServer jupyter, string name, ILogger logger, CancellationToken leaving) =>
        (_jupyter, _name, _logger, _leaving) = (jupyter, name, logger, leaving);

    /// <summary>The agent.</summary>
    public Agent Agent => _agent!;

    /// <summary>Opens a terminal, and starts the agent in it.</summary>
    /// <param name="cancellationToken">Cancelled when the invocation must leave a run that goes on.</param>
    /// <exception cref="TerminalLostException">None was to be had.</exception>
    public static async Task<AgentTerminal> OpenAsync(JupyterServer jupyter, string runId, ILogger logger, CancellationToken cancellationToken)
    {
        var terminal = new AgentTerminal(jupyter, await jupyter.CreateTerminalAsync(cancellationToken), logger, cancellationToken);
        try
        {
            terminal._socket = await jupyter.ConnectAsync(terminal._name, cancellationToken);
            terminal._agent = await Agent.StartAsync(terminal._socket, runId, cancellationToken);
            return terminal;
        }
        catch
        {
            await terminal.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var cleanUp = new CancellationTokenSource(CleanUpTimeout);
        try
        {
            if (_socket is not null) await _socket.DisposeAsync();
            if (_leaving.IsCancellationRequested) await DismissAgentAsync(cleanUp.Token);
            await _jupyter.DeleteTerminalAsync(_name, cleanUp.Token);
        }
        catch (Exception exception) when (exception is CustomizerException or OperationCanceledException)
        {
            // The agent in it leaves by itself when nobody asks it anything.
            _logger.TerminalLeft(exception.Message);
        }
    }

    /// <summary>
    /// Gives up the right to follow, so that the next invocation need not wait for it to run out. Our own connection went with the wait that was
    /// cancelled: it takes another.
    /// </summary>
    private async Task DismissAgentAsync(CancellationToken cancellationToken)
    {
        await using var socket = await _jupyter.ConnectAsync(_name, cancellationToken);
        await Agent.DismissAsync(socket, cancellationToken);
    }
}
