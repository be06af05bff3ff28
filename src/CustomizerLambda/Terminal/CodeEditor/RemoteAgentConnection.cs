using System.Text.Json;
using System.Text.Json.Nodes;

namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>
/// A management connection to a VS Code server (src/vs/server/node/remoteExtensionHostAgentServer.ts), which is how a browser's window talks to it:
/// calls, and subscriptions to events, over one WebSocket. Microsoft promises no stability; what is used here was the same from VS Code 1.83 to 1.139.
/// </summary>
internal sealed class RemoteAgentConnection : IAsyncDisposable
{
    /// <summary>Names the other side in the URIs of files.</summary>
    public const string Authority = "remote";

    private const int Management = 1;

    private readonly FrameSocket _socket;
    private Task<ProtocolFrame>? _receiving;
    private int _calls;

    private RemoteAgentConnection(FrameSocket socket) => _socket = socket;

    /// <summary>Connects, and is accepted.</summary>
    /// <exception cref="TerminalLostException">The WebSocket was refused, or broke.</exception>
    /// <exception cref="AppUnusableException">The server refuses programs like ours.</exception>
    public static async Task<RemoteAgentConnection> ConnectAsync(HttpMessageInvoker http, Uri baseUri, CancellationToken cancellationToken)
    {
        using var patience = PatienceOf(cancellationToken);
        var connection = new RemoteAgentConnection(await FrameSocket.ConnectAsync(http, baseUri, patience.Token));
        try
        {
            await connection.ShakeHandsAsync(patience.Token);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested) throw NoAnswer(exception);
            throw;
        }
    }

    /// <summary>Subscribes to an event of a channel.</summary>
    /// <returns>The id that its messages will have.</returns>
    public async Task<int> SubscribeAsync(string channel, string name, CancellationToken cancellationToken)
    {
        var id = ++_calls;
        await _socket.SendAsync(new IpcWriter().Array(4).Int(102).Int(id).String(channel).String(name).Undefined().Written, cancellationToken);
        return id;
    }

    /// <summary>Calls a command of a channel, without waiting.</summary>
    /// <param name="arguments">Writes the one value that the call takes.</param>
    /// <returns>The id that its result will have.</returns>
    public async Task<int> SendAsync(string channel, string command, Action<IpcWriter> arguments, CancellationToken cancellationToken)
    {
        var id = ++_calls;
        var call = new IpcWriter().Array(4).Int(100).Int(id).String(channel).String(command);
        arguments(call);
        await _socket.SendAsync(call.Written, cancellationToken);
        return id;
    }

    /// <summary>Calls a command, and waits for its result.</summary>
    /// <param name="aside">Gets every other message that comes in between.</param>
    public async Task<CallResult> CallAsync(
        string channel, string command, Action<IpcWriter> arguments, Action<IpcMessage> aside, CancellationToken cancellationToken)
    {
        using var patience = PatienceOf(cancellationToken);
        try
        {
            var id = await SendAsync(channel, command, arguments, patience.Token);
            while (true)
            {
                CallResult? result = null;
                await ReceiveAsync(
                    message =>
                    {
                        if (message.Id == id && message.Type is IpcMessageType.PromiseSuccess or IpcMessageType.PromiseError or IpcMessageType.PromiseErrorObject) result = ResultOf(command, message);
                        else aside(message);
                    },
                    patience.Token);
                if (result is { } known) return known;
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw NoAnswer(exception);
        }
    }

    /// <summary>Waits for the next message. Who gives up waiting leaves it to who receives next.</summary>
    /// <param name="read">Reads it. Whatever keeps it from being read is the server's failure: this is the border at which its messages come in.</param>
    /// <exception cref="TerminalLostException">The connection ended, or what came can't be read.</exception>
    public async Task ReceiveAsync(Action<IpcMessage> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = await ReceiveFrameAsync(cancellationToken);
            if (frame.Type == FrameType.Disconnect) throw new TerminalLostException("The Code Editor server ended the connection: it may be restarting.");
            if (frame.Type != FrameType.Regular) continue;
            try
            {
                read(IpcMessage.Parse(frame.Data));
                return;
            }
            catch (Exception exception) when (exception is not CustomizerException)
            {
                throw new TerminalLostException("What came from the Code Editor server can't be read: check the image's version of Code Editor.", exception);
            }
        }
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private async Task ShakeHandsAsync(CancellationToken cancellationToken)
    {
        // A server with a connection token would compare 'auth'; Studio's has none, as its front door has checked who we are.
        await _socket.SendControlAsync(new JsonObject { ["type"] = "auth", ["auth"] = "00000000000000000000", ["data"] = "" }, cancellationToken);
        var challenge = await ReceiveControlAsync("sign", cancellationToken);
        var answer = new JsonObject
        {
            // No 'commit', which would have to be the server's own.
            ["type"] = "connectionType",
            ["signedData"] = challenge.Text("data") ?? "",
            ["desiredConnectionType"] = Management,
        };
        await _socket.SendControlAsync(answer, cancellationToken);
        await ReceiveControlAsync("ok", cancellationToken);

        // Who we are. Not 'renderer': the server would ask a window of that name to download extensions for it.
        await _socket.SendAsync(new IpcWriter().Object(new JsonObject { ["remoteAuthority"] = Authority, ["clientId"] = "studio-customizer" }).Written, cancellationToken);
        await _socket.SendAsync(new IpcWriter().Array(1).Int((int)IpcMessageType.Initialize).Undefined().Written, cancellationToken);
        // Calls are taken only after its answer.
        for (var isReady = false; !isReady;) await ReceiveAsync(message => isReady = message.Type == IpcMessageType.Initialize, cancellationToken);
    }

    private static CallResult ResultOf(string command, IpcMessage message) => message.Type == IpcMessageType.PromiseSuccess
        ? new CallResult(message.ReadBody(), Refusal: null)
        : new CallResult(default, $"{command}: {AppText.Of(message.ReadBody().Text("message"))}");

    private async Task<JsonElement> ReceiveControlAsync(string type, CancellationToken cancellationToken)
    {
        ProtocolFrame frame;
        do frame = await ReceiveFrameAsync(cancellationToken);
        while (frame.Type != FrameType.Control);
        var message = AppJson.TryParse(frame.Data.Span) ?? throw _socket.NotTheProtocol();
        if (message.Text("type") == type) return message;
        throw new AppUnusableException(
            $"The Code Editor server refused the connection ({AppText.Of(message.Text("reason"))}): "
            + "check the image's version of Code Editor. A lifecycle configuration of the space (app type CodeEditor) can run set-up commands without it.");
    }

    private async Task<ProtocolFrame> ReceiveFrameAsync(CancellationToken cancellationToken)
    {
        // In a flood there is always a frame: waiting for it would never look at the token.
        cancellationToken.ThrowIfCancellationRequested();
        _receiving ??= _socket.ReceiveAsync();
        var frame = await _receiving.WaitAsync(cancellationToken);
        _receiving = null;
        return frame;
    }

    private static CancellationTokenSource PatienceOf(CancellationToken cancellationToken)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AppLimits.AnswerTimeout);
        return patience;
    }

    private static TerminalLostException NoAnswer(Exception exception) =>
        new($"The Code Editor server didn't answer within {AppLimits.AnswerTimeout.TotalSeconds:0} s: is the app overloaded?", exception);
}

/// <summary>What a call came to.</summary>
/// <param name="Value">What it returned, as JSON; undefined where that was something else.</param>
/// <param name="Refusal">The server's error, where it answered with one.</param>
internal readonly record struct CallResult(JsonElement Value, string? Refusal);
