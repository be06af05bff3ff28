using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace CustomizerLambda.Terminal.Jupyter;

/// <summary>
/// One Jupyter terminal, by its WebSocket. Messages are JSON arrays in text frames: <c>["setup", {}]</c>, <c>["stdout", text]</c> and
/// <c>["disconnect", 1]</c> from the server, <c>["stdin", text]</c> to it (terminado/websocket.py). An exit code is never sent.
/// </summary>
internal sealed class JupyterTerminal : ITerminal
{
    /// <summary>The largest message taken, in bytes: the server replays at most 1,000 reads, and nothing that we ask for comes near it.</summary>
    private const int LargestMessage = 80 * 1024 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly JupyterServer _server;
    private readonly string _name;
    private readonly ClientWebSocket _socket;
    private readonly ArrayBufferWriter<byte> _message = new(64 * 1024);
    private byte[] _text = new byte[64 * 1024];

    private Task? _receiving;

    private JupyterTerminal(JupyterServer server, string name, ClientWebSocket socket) => (_server, _name, _socket) = (server, name, socket);

    /// <inheritdoc/>
    public int UploadPaysFrom => 128 * 1024;

    /// <exception cref="TerminalLostException">The upgrade was refused.</exception>
    internal static async Task<JupyterTerminal> ConnectAsync(
        JupyterServer server, string name, HttpMessageInvoker http, Uri uri, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", server.Origin);
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(uri, http, cancellationToken);
            return new JupyterTerminal(server, name, socket);
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            throw new TerminalLostException(
                $"The terminal's WebSocket was refused (HTTP {(int)socket.HttpStatusCode}): check that nothing between the function and Studio blocks WebSockets.",
                exception);
        }
    }

    /// <inheritdoc/>
    public async Task TypeAsync(string text, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(text.Length + 16);
        using (var json = new Utf8JsonWriter(message))
        {
            json.WriteStartArray();
            json.WriteStringValue("stdin");
            json.WriteStringValue(text);
            json.WriteEndArray();
        }

        try
        {
            // Cancelling a send would abort the socket, with which we may still have to say good-bye.
            await _socket.SendAsync(message.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        }
        catch (WebSocketException exception)
        {
            throw Lost(exception);
        }
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        // Cancelling a receive would abort the socket: who gives up waiting leaves the message to who reads next.
        _receiving ??= ReceiveMessageAsync();
        await _receiving.WaitAsync(cancellationToken);
        _receiving = null;
        return Decode();
    }

    /// <inheritdoc/>
    public Task<bool> TryUploadAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _server.TryUploadAsync(name, content, cancellationToken);

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cancellationToken) => _server.DeleteTerminalAsync(_name, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(CloseTimeout);
        try
        {
            if (_socket.State is WebSocketState.Open) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // It is gone already, which is what was wanted.
        }

        _socket.Dispose();
    }

    private async Task ReceiveMessageAsync()
    {
        _message.ResetWrittenCount();
        try
        {
            ValueWebSocketReceiveResult received;
            do
            {
                received = await _socket.ReceiveAsync(_message.GetMemory(16 * 1024), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) throw Lost(innerException: null);
                _message.Advance(received.Count);
                if (_message.WrittenCount > LargestMessage) throw Lost(innerException: null);
            }
            while (!received.EndOfMessage);
        }
        catch (WebSocketException exception)
        {
            throw Lost(exception);
        }
    }

    private ReadOnlyMemory<byte> Decode()
    {
        try
        {
            var reader = new Utf8JsonReader(_message.WrittenSpan);
            reader.Read();
            reader.Read();
            if (reader.ValueTextEquals("disconnect"u8)) throw Lost(innerException: null);
            if (!reader.ValueTextEquals("stdout"u8)) return default;
            reader.Read();
            if (_text.Length < reader.ValueSpan.Length) _text = new byte[reader.ValueSpan.Length];
            return _text.AsMemory(0, reader.CopyString(_text));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new TerminalLostException("What came over the terminal's WebSocket isn't Jupyter's terminal protocol: check what answers under the app's URL.", exception);
        }
    }

    private static TerminalLostException Lost(Exception? innerException) =>
        new("The terminal's connection ended: the Jupyter server may have restarted, or the app is being deleted.", innerException);
}
