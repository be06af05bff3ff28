using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>Frames over a WebSocket: numbers what it sends, and acknowledges what it receives, for the server keeps everything that isn't.</summary>
internal sealed class FrameSocket : IAsyncDisposable
{
    /// <summary>In bytes, of what we send. Nobody has published how large a message Studio's front door lets through.</summary>
    private const int LargestMessage = 32 * 1024;

    private readonly AppSocket _socket;
    private readonly SemaphoreSlim _sending = new(1);
    private byte[] _buffer = new byte[64 * 1024];
    private ReadOnlyMemory<byte> _received;
    private uint _sent;
    private uint _taken;
    private uint _acknowledged;

    private FrameSocket(AppSocket socket) => _socket = socket;

    /// <exception cref="TerminalLostException">The upgrade was refused.</exception>
    public static async Task<FrameSocket> ConnectAsync(HttpMessageInvoker http, Uri baseUri, CancellationToken cancellationToken)
    {
        var uri = new UriBuilder(baseUri) { Query = $"reconnectionToken={Guid.NewGuid()}&reconnection=false&skipWebSocketFrames=false" };
        return new FrameSocket(await AppSocket.ConnectAsync(http, uri.Uri, "the Code Editor server", cancellationToken));
    }

    /// <summary>Sends an IPC message.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => SendAsync(FrameType.Regular, message, cancellationToken);

    /// <summary>Sends a message of the handshake.</summary>
    public Task SendControlAsync(JsonObject message, CancellationToken cancellationToken) =>
        SendAsync(FrameType.Control, JsonSerializer.SerializeToUtf8Bytes(message, Json.Default.JsonObject), cancellationToken);

    /// <summary>Waits for the next frame. Its data is good until the next call.</summary>
    /// <exception cref="TerminalLostException">The connection ended, or lost something.</exception>
    public async Task<ProtocolFrame> ReceiveAsync()
    {
        // A flood of small messages is received without ever waiting: not by who waits for the frame.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ProtocolFrame frame;
        while (!ProtocolFrame.TryTake(ref _received, AppLimits.MaxMessage, out frame))
        {
            if (_taken > _acknowledged) await SendAsync(FrameType.Ack, default, CancellationToken.None);
            await ReceiveMoreAsync();
        }

        if (frame.Type != FrameType.Regular) return frame;
        if (frame.Id != _taken + 1) throw new TerminalLostException("The Code Editor server's messages arrive with gaps: something between drops them.");
        _taken = frame.Id;
        return frame;
    }

    /// <summary>What came isn't VS Code's protocol.</summary>
    public TerminalLostException NotTheProtocol(Exception? innerException = null) => _socket.NotTheProtocol(innerException);

    public async ValueTask DisposeAsync()
    {
        // Without it the server would wait for hours that we come back.
        await _socket.DisposeAsync(patience => SendAsync(FrameType.Disconnect, default, patience));
        _sending.Dispose();
    }

    private async Task SendAsync(FrameType type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            var frame = new ProtocolFrame(type, type == FrameType.Regular ? ++_sent : 0, type == FrameType.Control ? 0 : _taken, data).ToArray();
            _acknowledged = _taken;
            for (var start = 0; start < frame.Length; start += LargestMessage)
            {
                await _socket.SendAsync(frame.AsMemory(start, Math.Min(LargestMessage, frame.Length - start)), WebSocketMessageType.Binary, cancellationToken);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveMoreAsync()
    {
        // What is left of the last message moves to the front.
        var kept = _received.Length;
        if (kept > _buffer.Length / 2) Array.Resize(ref _buffer, _buffer.Length * 2);
        _received.CopyTo(_buffer);
        var (count, _) = await _socket.ReceiveAsync(_buffer.AsMemory(kept));
        _received = _buffer.AsMemory(0, kept + count);
    }
}
