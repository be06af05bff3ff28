using System.Net.WebSockets;

namespace CustomizerLambda.Terminal;

/// <summary>
/// The one border at which WebSocket messages of an app come in: whatever may be wrong with a connection is a <see cref="TerminalLostException"/>.
/// One that has gone dark is noticed by <see cref="AppLimits.KeepAliveInterval"/> and <see cref="AppLimits.KeepAliveTimeout"/>.
/// </summary>
internal sealed class AppSocket : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket;
    private readonly string _server;

    private AppSocket(ClientWebSocket socket, string server) => (_socket, _server) = (socket, server);

    /// <summary>Connects.</summary>
    /// <param name="http">Sends the upgrade, with whatever cookies open the server.</param>
    /// <param name="uri">By <c>http</c> or <c>https</c>.</param>
    /// <param name="server">Whose socket it is, for errors: the Jupyter server.</param>
    /// <exception cref="TerminalLostException">The upgrade was refused, or not answered.</exception>
    public static async Task<AppSocket> ConnectAsync(HttpMessageInvoker http, Uri uri, string server, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", uri.GetLeftPart(UriPartial.Authority));
        socket.Options.KeepAliveInterval = AppLimits.KeepAliveInterval;
        socket.Options.KeepAliveTimeout = AppLimits.KeepAliveTimeout;
        socket.Options.CollectHttpResponseDetails = true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AppLimits.HttpTimeout);
        try
        {
            var scheme = uri.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
            await socket.ConnectAsync(new UriBuilder(uri) { Scheme = scheme }.Uri, http, patience.Token);
            return new AppSocket(socket, server);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new TerminalLostException(
                $"The WebSocket of {server} was refused ({(status == 0 ? "no answer" : $"HTTP {status}")}): check that nothing between the function and Studio blocks WebSockets.", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Cancelling a send would abort the socket, with which we may still have to say good-bye.
            await _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw Lost(exception);
        }
    }

    /// <summary>
    /// Receives what comes next into a buffer. It can't be cancelled, for that would abort the socket: who gives up waiting leaves the task to who reads
    /// next.
    /// </summary>
    /// <returns>How many bytes, and whether a message ends with them.</returns>
    public async Task<(int Count, bool IsEnd)> ReceiveAsync(Memory<byte> buffer)
    {
        try
        {
            var received = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            return received.MessageType == WebSocketMessageType.Close ? throw Lost(innerException: null) : (received.Count, received.EndOfMessage);
        }
        catch (Exception exception) when (exception is not TerminalLostException)
        {
            throw Lost(exception);
        }
    }

    /// <summary>Why the connection can't be used any more.</summary>
    public TerminalLostException Lost(Exception? innerException) =>
        new($"The terminal's connection ended: {_server} may have restarted, or the app is being deleted.", innerException);

    /// <summary>What came isn't the server's protocol.</summary>
    public TerminalLostException NotTheProtocol(Exception? innerException = null) =>
        new($"What came over the WebSocket isn't the protocol of {_server}: check what answers under the app's URL.", innerException);

    /// <param name="lastMessage">What to say before it is closed; null for nothing.</param>
    public async ValueTask DisposeAsync(Func<CancellationToken, Task>? lastMessage)
    {
        using var patience = new CancellationTokenSource(CloseTimeout);
        try
        {
            if (_socket.State is WebSocketState.Open)
            {
                if (lastMessage is not null) await lastMessage(patience.Token);
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
        }
#pragma warning disable CA1031 // It is gone already, which is what was wanted.
        catch
#pragma warning restore CA1031
        {
        }

        _socket.Dispose();
    }

    public ValueTask DisposeAsync() => DisposeAsync(lastMessage: null);
}
