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
    private readonly JupyterServer _server;
    private readonly string _name;
    private readonly AppSocket _socket;
    private byte[] _message = new byte[64 * 1024];
    private int _length;
    private byte[] _text = new byte[64 * 1024];

    private Task? _receiving;

    private JupyterTerminal(JupyterServer server, string name, AppSocket socket) => (_server, _name, _socket) = (server, name, socket);

    /// <inheritdoc/>
    public int UploadPaysFrom => 128 * 1024;

    /// <exception cref="TerminalLostException">The upgrade was refused.</exception>
    internal static async Task<JupyterTerminal> ConnectAsync(
        JupyterServer server, string name, HttpMessageInvoker http, Uri uri, CancellationToken cancellationToken) =>
        new(server, name, await AppSocket.ConnectAsync(http, uri, "the Jupyter server", cancellationToken));

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

        await _socket.SendAsync(message.WrittenMemory, WebSocketMessageType.Text, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        // In a flood there is always a message: waiting for it would never look at the token.
        cancellationToken.ThrowIfCancellationRequested();
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

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private async Task ReceiveMessageAsync()
    {
        // A flood of fragments is received without ever waiting: not by who waits for the message.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _length = 0;
        while (true)
        {
            if (_length == _message.Length) Array.Resize(ref _message, Math.Min(_message.Length * 2, AppLimits.MaxMessage + 1));
            var (count, isEnd) = await _socket.ReceiveAsync(_message.AsMemory(_length));
            _length += count;
            if (_length > AppLimits.MaxMessage) throw _socket.NotTheProtocol();
            if (isEnd) return;
        }
    }

    private ReadOnlyMemory<byte> Decode()
    {
        try
        {
            var reader = new Utf8JsonReader(_message.AsSpan(0, _length));
            reader.Read();
            reader.Read();
            if (reader.ValueTextEquals("disconnect"u8)) throw _socket.Lost(innerException: null);
            if (!reader.ValueTextEquals("stdout"u8)) return default;
            reader.Read();
            if (_text.Length < reader.ValueSpan.Length) _text = new byte[reader.ValueSpan.Length];
            return _text.AsMemory(0, reader.CopyString(_text));
        }
        catch (Exception exception) when (exception is not TerminalLostException)
        {
            throw _socket.NotTheProtocol(exception);
        }
    }
}
