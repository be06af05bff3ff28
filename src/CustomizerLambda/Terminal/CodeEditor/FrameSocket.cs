using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>Frames over a WebSocket: numbers what it sends, and acknowledges what it receives, for the server keeps everything that isn't.</summary>
internal sealed class FrameSocket : IAsyncDisposable
{
    /// <summary>In bytes; nothing that we ask for comes near it.</summary>
    private const int LargestFrame = 16 * 1024 * 1024;

    /// <summary>In bytes. Nobody has published how large a message Studio's front door lets through.</summary>
    private const int LargestMessage = 32 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket;
    private readonly SemaphoreSlim _sending = new(1);
    private byte[] _buffer = new byte[64 * 1024];
    private ReadOnlyMemory<byte> _received;
    private uint _sent;
    private uint _taken;
    private uint _acknowledged;

    private FrameSocket(ClientWebSocket socket) => _socket = socket;

    /// <exception cref="TerminalLostException">The upgrade was refused.</exception>
    public static async Task<FrameSocket> ConnectAsync(HttpMessageInvoker http, Uri baseUri, CancellationToken cancellationToken)
    {
        var uri = new UriBuilder(baseUri)
        {
            Scheme = baseUri.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
            Query = $"reconnectionToken={Guid.NewGuid()}&reconnection=false&skipWebSocketFrames=false",
        };
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", baseUri.GetLeftPart(UriPartial.Authority));
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(5);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(uri.Uri, http, cancellationToken);
            return new FrameSocket(socket);
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            throw new TerminalLostException(
                $"The Code Editor server's WebSocket was refused (HTTP {(int)socket.HttpStatusCode}): check that nothing between the function and Studio blocks WebSockets.",
                exception);
        }
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
        ProtocolFrame frame;
        while (!ProtocolFrame.TryTake(ref _received, LargestFrame, out frame))
        {
            if (_taken > _acknowledged) await SendAsync(FrameType.Ack, default, CancellationToken.None);
            await ReceiveMoreAsync();
        }

        if (frame.Type != FrameType.Regular) return frame;
        if (frame.Id != _taken + 1) throw new TerminalLostException("The Code Editor server's messages arrive with gaps: something between drops them.");
        _taken = frame.Id;
        return frame;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(CloseTimeout);
        try
        {
            if (_socket.State is WebSocketState.Open)
            {
                // Without it the server would wait for hours that we come back.
                await SendAsync(FrameType.Disconnect, default, patience.Token);
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or TerminalLostException or OperationCanceledException)
        {
            // It is gone already, which is what was wanted.
        }

        _socket.Dispose();
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
                var message = frame.AsMemory(start, Math.Min(LargestMessage, frame.Length - start));
                await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
        }
        catch (WebSocketException exception)
        {
            throw Lost(exception);
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
        try
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(kept), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close) throw Lost(innerException: null);
            _received = _buffer.AsMemory(0, kept + received.Count);
        }
        catch (WebSocketException exception)
        {
            throw Lost(exception);
        }
    }

    private static TerminalLostException Lost(Exception? innerException) =>
        new("The connection to Code Editor ended: its server may have restarted, or the app is being deleted.", innerException);
}
