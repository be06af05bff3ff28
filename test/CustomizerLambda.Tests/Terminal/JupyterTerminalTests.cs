using System.Net;
using System.Net.WebSockets;
using System.Text;
using CustomizerLambda.Terminal.Jupyter;
using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.Terminal;

public sealed class JupyterTerminalTests
{
    [Fact]
    public async Task What_the_terminal_prints_is_text_and_the_servers_own_messages_are_none()
    {
        await using var server = await StartAsync(socket => SendAsync(socket, """["setup", {}]""", """["stdout", "a\u001e\u0000\"☃\ud83d\ude00\r\n"]""", """["stdout", ""]"""));
        await using var terminal = await ConnectAsync(server);
        Assert.Equal(["", "a\u001e\0\"☃😀\r\n", ""], [await ReadAsync(terminal), await ReadAsync(terminal), await ReadAsync(terminal)]);
    }

    [Fact]
    public async Task A_message_in_many_frames_is_one()
    {
        var text = new string('x', 1_000_000);
        await using var server = await StartAsync(async socket =>
        {
            var message = Encoding.UTF8.GetBytes($"[\"stdout\", \"{text}\"]");
            foreach (var chunk in message.Chunk(7000)) await socket.SendAsync(chunk, WebSocketMessageType.Text, endOfMessage: false, Patience.Token);
            await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, endOfMessage: true, Patience.Token);
        });
        await using var terminal = await ConnectAsync(server);
        Assert.Equal(text, await ReadAsync(terminal));
    }

    [Fact]
    public async Task What_is_typed_arrives_as_it_is()
    {
        var typed = new TaskCompletionSource<string>();
        await using var server = await StartAsync(async socket =>
        {
            var buffer = new byte[4096];
            var received = await socket.ReceiveAsync(buffer.AsMemory(), Patience.Token);
            typed.SetResult(Encoding.UTF8.GetString(buffer, 0, received.Count));
        });
        await using var terminal = await ConnectAsync(server);
        await terminal.TypeAsync("1 look \"$x\"\\\n", Patience.Token);
        var message = System.Text.Json.Nodes.JsonNode.Parse(await typed.Task.WaitAsync(Patience.Token))!.AsArray();
        Assert.Equal(["stdin", "1 look \"$x\"\\\n"], message.Select(word => word!.GetValue<string>()));
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_what_comes_to_who_reads_next()
    {
        var print = new TaskCompletionSource();
        await using var server = await StartAsync(async socket =>
        {
            await print.Task;
            await SendAsync(socket, """["stdout", "still here"]""");
        });
        await using var terminal = await ConnectAsync(server);
        using var given = new CancellationTokenSource();
        var waiting = terminal.ReadAsync(given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        print.SetResult();
        Assert.Equal("still here", await ReadAsync(terminal));
    }

    [Theory]
    [InlineData("""["disconnect", 1]""", "connection ended")]
    [InlineData("hello", "isn't the protocol of the Jupyter server")]
    [InlineData("", "isn't the protocol of the Jupyter server")]
    [InlineData("{}", "isn't the protocol of the Jupyter server")]
    [InlineData("[]", "isn't the protocol of the Jupyter server")]
    [InlineData("[5]", "isn't the protocol of the Jupyter server")]
    [InlineData("""["stdout"]""", "isn't the protocol of the Jupyter server")]
    [InlineData("""["stdout", 5]""", "isn't the protocol of the Jupyter server")]
    [InlineData("""["stdout", "\ud800"]""", "isn't the protocol of the Jupyter server")]
    public async Task A_terminal_that_ends_or_is_none_is_lost(string message, string reason)
    {
        await using var server = await StartAsync(socket => SendAsync(socket, message));
        await using var terminal = await ConnectAsync(server);
        Assert.Contains(reason, (await Assert.ThrowsAsync<TerminalLostException>(() => ReadAsync(terminal))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_closed_or_cut_is_lost(bool isClosed)
    {
        await using var server = await StartAsync(async socket =>
        {
            await socket.ReceiveAsync(new byte[100], Patience.Token);
            if (isClosed) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Patience.Token);
            else socket.Abort();
        });
        await using var terminal = await ConnectAsync(server);
        await terminal.TypeAsync("1 look\n", Patience.Token);
        Assert.True((await Assert.ThrowsAsync<TerminalLostException>(() => ReadAsync(terminal))).RetryCanHelp);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(200)]
    public async Task An_upgrade_that_is_refused_says_what_was_answered(int status)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        Assert.Contains($"HTTP {status}", (await Assert.ThrowsAsync<TerminalLostException>(() => ConnectAsync(server))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_socket_names_its_origin_and_brings_the_cookies()
    {
        var sent = ("", "");
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            sent = (context.Request.Headers.Origin.ToString(), context.Request.Headers.Cookie.ToString());
            using var socket = await LoopbackServer.AcceptWebSocketAsync(context);
        });
        await using var terminal = await ConnectAsync(server);
        Assert.Equal((server.Origin.GetLeftPart(UriPartial.Authority), "session=1"), sent);
        Assert.Equal("GET /base/terminals/websocket/7", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_message_has_a_largest_size(int more, bool isRead)
    {
        var message = """["stdout", ""]""";
        await using var server = await StartAsync(socket => SendAsync(socket, message.Insert(12, new string('x', AppLimits.MaxMessage - message.Length + more))));
        await using var terminal = await ConnectAsync(server);
        if (isRead) Assert.Equal(AppLimits.MaxMessage - message.Length, (await ReadAsync(terminal)).Length);
        else await Assert.ThrowsAsync<TerminalLostException>(() => ReadAsync(terminal));
    }

    [Theory]
    [InlineData("""["stdout", "x"]""", true)]
    [InlineData("", true)]
    [InlineData("", false)]
    public async Task A_flood_of_messages_or_of_parts_of_one_keeps_nobody_from_leaving(string message, bool isWhole)
    {
        await using var server = await StartAsync(async socket =>
        {
            while (true) await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, isWhole, Patience.Token);
        });
        await using var terminal = await ConnectAsync(server);
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
            {
                try
                {
                    await terminal.ReadAsync(leaving.Token).WaitAsync(Patience.Token);
                }
                catch (TerminalLostException)
                {
                    // An empty message is none of Jupyter's; the next one comes at once.
                }
            }
        });
    }

    private static Task<LoopbackServer> StartAsync(Func<WebSocket, Task> script) => LoopbackServer.StartAsync(async context =>
    {
        using var socket = await LoopbackServer.AcceptWebSocketAsync(context);
        await script(socket);
        // Held open until the other side has enough.
        if (socket.State is WebSocketState.Open) await socket.ReceiveAsync(new byte[100], context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    });

    private static async Task SendAsync(WebSocket socket, params string[] messages)
    {
        foreach (var message in messages) await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Patience.Token);
    }

    private static Task<JupyterTerminal> ConnectAsync(LoopbackServer server)
    {
        var cookies = new CookieContainer();
        cookies.Add(server.Origin, new Cookie("session", "1"));
        var http = new HttpMessageInvoker(new SocketsHttpHandler { CookieContainer = cookies });
        return new JupyterServer(http, new Uri(server.Origin, "/base/"), "xsrf").ConnectAsync("7", Patience.Token);
    }

    private static async Task<string> ReadAsync(JupyterTerminal terminal) => Encoding.UTF8.GetString((await terminal.ReadAsync(Patience.Token)).Span);
}
