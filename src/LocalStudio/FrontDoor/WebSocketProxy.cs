using System.Buffers;
using System.Net.WebSockets;
using LocalStudio.Journals;
using LocalStudio.Studio;

namespace LocalStudio.FrontDoor;

/// <summary>
/// Passes a WebSocket on to an app's server. Frames go as they come, each after the one before it was taken: neither side can be flooded, and a
/// message may be as long as it likes.
/// </summary>
internal sealed class WebSocketProxy(InputRecorder recorder, Moods moods, Journal<RequestRecord> requests, Journal<StudioEvent> journal)
{
    private const int BufferLength = 64 * 1024;

    public async Task ForwardAsync(HttpContext context, App app, Uri target, HttpMessageHandler handler, Session session)
    {
        using var server = new ClientWebSocket();
        if (!await ConnectAsync(context, server, target, handler, session)) return;
        using var client = await context.WebSockets.AcceptWebSocketAsync(server.SubProtocol);
        var path = context.Request.Path.Value!;
        requests.Add(RequestRecord.Of(context, DateTimeOffset.UtcNow, StatusCodes.Status101SwitchingProtocols));
        journal.Add(new WebSocketOpened(path));

        var cut = new WebSocketCut(moods);
        var (left, limit) = TimeLeft(session);
        using var timeIsUp = new CancellationTokenSource(left);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeIsUp.Token);
        var down = PumpDownAsync(server, client, cut, ending.Token);
        var up = PumpUpAsync(client, server, app, path, ending.Token);

        // A side that closed properly is given the other's answer; anything else ends both.
        if (!await await Task.WhenAny(down, up)) await ending.CancelAsync();
        var closedProperly = await down & await up;
        if (!closedProperly) context.Abort();
        journal.Add(new WebSocketClosed(path, cut.By ?? (timeIsUp.IsCancellationRequested ? limit : null)));
    }

    /// <summary>The earlier of the mood's time and the session's end.</summary>
    private (TimeSpan Left, string Limit) TimeLeft(Session session)
    {
        var left = session.EndsAt(moods) - DateTimeOffset.UtcNow;
        if (moods.WebSocketCutAfter is { } after && after < left) return (after, "websocket-cut-after-seconds");
        return (left > TimeSpan.Zero ? left : TimeSpan.Zero, "session-lasts");
    }

    private async Task<bool> ConnectAsync(HttpContext context, ClientWebSocket server, Uri target, HttpMessageHandler handler, Session session)
    {
        server.Options.CollectHttpResponseDetails = true;
        foreach (var protocol in context.WebSockets.WebSocketRequestedProtocols) server.Options.AddSubProtocol(protocol);
        foreach (var name in (string[])["Origin", "User-Agent", "Host"])
        {
            if (context.Request.Headers[name] is [{ } value, ..]) server.Options.SetRequestHeader(name, value);
        }

        if (CookieFilter.Apply(context.Request, session, moods) is { } cookies) server.Options.SetRequestHeader("Cookie", cookies);
        try
        {
            using var http = new HttpMessageInvoker(handler, disposeHandler: false);
            await server.ConnectAsync(new UriBuilder(target) { Scheme = Uri.UriSchemeWs }.Uri, http, context.RequestAborted);
            return true;
        }
        catch (WebSocketException)
        {
            var status = (int)server.HttpStatusCode;
            await Pages.StatusAsync(context, status >= 400 ? status : StatusCodes.Status502BadGateway);
            return false;
        }
    }

    private static Task<bool> PumpDownAsync(WebSocket server, WebSocket client, WebSocketCut cut, CancellationToken cancellationToken) =>
        PumpAsync(server, client, (piece, endOfMessage) => cut.Pass(piece.Length, endOfMessage), () => cut.By is not null, cancellationToken);

    private async Task<bool> PumpUpAsync(WebSocket client, WebSocket server, App app, string path, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        return await PumpAsync(client, server, Observe, () => false, cancellationToken);

        int Observe(ReadOnlyMemory<byte> piece, bool endOfMessage)
        {
            message.Write(piece.Span);
            if (!endOfMessage) return piece.Length;
            recorder.Message(app, path, message.GetBuffer().AsSpan(0, (int)message.Length));
            message.SetLength(0);
            return piece.Length;
        }
    }

    /// <returns>True when <paramref name="from"/> closed, and <paramref name="to"/> was told; false when either was lost, or we were to stop.</returns>
    private static async Task<bool> PumpAsync(
        WebSocket from, WebSocket to, Func<ReadOnlyMemory<byte>, bool, int> observe, Func<bool> isOver, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (true)
            {
                var received = await from.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await to.CloseOutputAsync(from.CloseStatus ?? WebSocketCloseStatus.Empty, from.CloseStatusDescription, cancellationToken);
                    return true;
                }

                var passed = observe(buffer.AsMemory(0, received.Count), received.EndOfMessage);
                var isWhole = received.EndOfMessage && passed == received.Count;
                await to.SendAsync(buffer.AsMemory(0, passed), received.MessageType, isWhole, cancellationToken);
                if (isOver()) return false;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // One side is gone, in the middle of something.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
