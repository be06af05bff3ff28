using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Terminal;
using CustomizerLambda.Terminal.CodeEditor;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Terminal;

public sealed class CodeEditorTerminalTests
{
    private const string Data = "$onProcessDataEvent";

    [Fact]
    public async Task A_terminal_is_opened_as_a_browser_would_and_not_in_the_users_list()
    {
        var stub = new CodeEditorStub();
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        Assert.Equal(["auth", "connectionType"], stub.Introductions.Take(2).Select(message => JsonNode.Parse(message)!["type"]!.GetValue<string>()));
        Assert.Equal("challenge", JsonNode.Parse(stub.Introductions[1])!["signedData"]!.GetValue<string>());
        Assert.DoesNotContain("commit", stub.Introductions[1], StringComparison.Ordinal);
        Assert.DoesNotContain("renderer", stub.Introductions[2], StringComparison.Ordinal);
        Assert.StartsWith("GET /codeeditor/default/?reconnectionToken=", Assert.Single(server.Requests), StringComparison.Ordinal);
        var shell = (JsonObject)(await CallAsync(stub, "$createProcess"))[0]!;
        Assert.False(shell["shouldPersistTerminal"]!.GetValue<bool>());
        Assert.Equal([7], await CallAsync(stub, "$start"));
    }

    [Fact]
    public async Task What_is_typed_arrives_as_it_is_and_what_is_printed_comes_back()
    {
        var stub = new CodeEditorStub
        {
            Started = async stub =>
            {
                await stub.FireAsync(Data, 8, "another terminal's");
                await stub.FireAsync(Data, 7, "a\u001e\0\"☃😀\r\n");
                await stub.FireAsync(Data, 7, new JsonObject { ["data"] = "as newer servers say it", ["trackCommit"] = false });
            },
        };
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        await terminal.TypeAsync("1 look \"$x\"\\\n", Patience.Token);
        Assert.Equal([7, "1 look \"$x\"\\\n"], await CallAsync(stub, "$input"));
        Assert.Equal(["a\u001e\0\"☃😀\r\n", "as newer servers say it"], [await ReadAsync(terminal), await ReadAsync(terminal)]);
    }

    [Fact]
    public async Task What_was_read_is_acknowledged_or_the_server_would_stop_the_shell()
    {
        var stub = new CodeEditorStub { Started = stub => stub.FireAsync(Data, 7, new string('☃', 6000)) };
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        Assert.Equal(6000, (await ReadAsync(terminal)).Length);
        var next = ReadAsync(terminal);
        Assert.Equal([7, 6000], await CallAsync(stub, "$acknowledgeDataEvent"));
        await stub.FireAsync(Data, 7, "next");
        Assert.Equal("next", await next);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_what_comes_to_who_reads_next()
    {
        var stub = new CodeEditorStub();
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        using var given = new CancellationTokenSource();
        var waiting = terminal.ReadAsync(given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await stub.FireAsync(Data, 7, "still here");
        Assert.Equal("still here", await ReadAsync(terminal));
    }

    [Fact]
    public async Task A_shell_that_ends_is_a_terminal_that_is_lost()
    {
        var stub = new CodeEditorStub
        {
            Started = async stub =>
            {
                await stub.FireAsync(Data, 7, "its last words");
                await stub.FireAsync("$onProcessExitEvent", 8, 0);
                await stub.FireAsync("$onProcessExitEvent", 7, 137);
            },
        };
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        Assert.Equal("its last words", await ReadAsync(terminal));
        await Assert.ThrowsAsync<TerminalLostException>(() => ReadAsync(terminal));
        await Assert.ThrowsAsync<TerminalLostException>(() => terminal.TypeAsync("1 look\n", Patience.Token));
    }

    [Fact]
    public async Task A_message_that_is_missing_is_noticed()
    {
        var stub = new CodeEditorStub { Started = stub => stub.SkipOneAsync() };
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        Assert.Contains("gaps", (await Assert.ThrowsAsync<TerminalLostException>(() => ReadAsync(terminal))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("EntryWriteLocked", false)]
    public async Task A_file_is_written_to_where_the_shell_began(string? refusal, bool isWritten)
    {
        var stub = new CodeEditorStub
        {
            Started = async stub =>
            {
                await stub.FireAsync("$onProcessReadyEvent", 7, new JsonObject { ["pid"] = 1, ["cwd"] = "/home/user" });
                await stub.FireAsync(Data, 7, "$");
            },
        };
        if (refusal is not null) stub.Results["writeFile"] = refusal;
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        await ReadAsync(terminal);
        var content = new byte[100_000];
        content.AsSpan().Fill(200);
        Assert.Equal(isWritten, await terminal.TryUploadAsync("archive.tmp", content, Patience.Token));
        var written = await CallAsync(stub, "writeFile");
        Assert.Equal(("vscode-remote", "/home/user/archive.tmp"), (written[0] is JsonObject uri ? uri["scheme"]!.GetValue<string>() : "", ((JsonObject)written[0]!)["path"]!.GetValue<string>()));
        Assert.Equal(content, written[1]);
    }

    [Fact]
    public async Task Closing_ends_the_shell()
    {
        var stub = new CodeEditorStub();
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        await terminal.CloseAsync(Patience.Token);
        Assert.Equal(7, (await CallAsync(stub, "$shutdown"))[0]);
    }

    [Theory]
    [InlineData("Unauthorized client refused: auth mismatch")]
    [InlineData("Client refused: version mismatch")]
    public async Task A_server_that_refuses_programs_is_told_of_with_the_other_way(string reason)
    {
        await using var server = await StartAsync(new CodeEditorStub { Handshake = reason });
        var exception = await Assert.ThrowsAsync<AppUnusableException>(() => OpenAsync(server));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("lifecycle configuration", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$createProcess", false)]
    [InlineData("$start", false)]
    [InlineData("$start", true)]
    public async Task A_shell_that_cant_be_started_says_why(string command, bool isLaunchError)
    {
        var stub = new CodeEditorStub();
        stub.Results[command] = isLaunchError ? new JsonObject { ["message"] = "no /bin/sh" } : "no /bin/sh";
        await using var server = await StartAsync(stub);
        Assert.Contains("no /bin/sh", (await Assert.ThrowsAsync<AppUnusableException>(() => OpenAsync(server))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upgrade_that_is_refused_says_what_was_answered()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        Assert.Contains("HTTP 403", (await Assert.ThrowsAsync<TerminalLostException>(() => OpenAsync(server))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id": 7, "event": "\ud800"}""", false)]
    [InlineData("""{"id": 7, "event": {"data": "\ud800"}}""", false)]
    [InlineData("""{"id": 7, "\ud800": 1, "event": "x"}""", false)]
    [InlineData("""{"id": 7, "id": 8, "event": "x"}""", false)]
    [InlineData("""{"id": 1e99, "event": "x"}""", false)]
    [InlineData("""{"id": null}""", false)]
    [InlineData("[]", false)]
    [InlineData("{", true)]
    [InlineData("", true)]
    public async Task An_event_that_is_odd_is_passed_over_and_one_that_is_no_JSON_ends_the_terminal(string json, bool ends)
    {
        var stub = new CodeEditorStub
        {
            Started = async stub =>
            {
                await stub.FireRawAsync(Data, Encoding.UTF8.GetBytes(json));
                await stub.FireRawAsync("$onProcessExitEvent", [.. "{\"a\": \""u8, 0xff, .. "\"}"u8]);
                await stub.FireAsync(Data, 7, "next");
            },
        };
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        if (ends) await Assert.ThrowsAsync<TerminalLostException>(() => ReadAsync(terminal));
        else Assert.EndsWith("next", await ReadAsync(terminal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task An_event_has_a_largest_size(int more, bool isRead)
    {
        var json = """{"id": 7, "event": ""}""";
        var stub = new CodeEditorStub { Started = stub => stub.FireRawAsync(Data, Encoding.UTF8.GetBytes(json.Insert(20, new string('x', AppLimits.MaxJson - json.Length + more)))) };
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        if (isRead) Assert.NotEmpty(await ReadAsync(terminal));
        else await Assert.ThrowsAsync<TerminalLostException>(() => ReadAsync(terminal));
    }

    [Fact]
    public async Task A_flood_of_events_keeps_nobody_from_leaving_and_what_is_not_read_has_a_limit()
    {
        var stub = new CodeEditorStub
        {
            Started = async stub =>
            {
                while (true) await stub.FireAsync(Data, 7, new string('x', 10_000));
            },
        };
        await using var server = await StartAsync(stub);
        await using var terminal = await OpenAsync(server);
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true) await terminal.ReadAsync(leaving.Token).WaitAsync(Patience.Token);
        });
        Assert.Contains("prints more", (await Assert.ThrowsAsync<TerminalLostException>(() => terminal.TryUploadAsync("a", new byte[1], Patience.Token).ContinueWith(_ => terminal.CloseAsync(Patience.Token)).Unwrap())).Message, StringComparison.Ordinal);
    }

    private static Task<LoopbackServer> StartAsync(CodeEditorStub stub) => LoopbackServer.StartAsync(async context =>
    {
        using var socket = await LoopbackServer.AcceptWebSocketAsync(context);
        await stub.ServeAsync(socket);
    });

    private static Task<ITerminal> OpenAsync(LoopbackServer server) =>
        new CodeEditorServer(new HttpMessageInvoker(new SocketsHttpHandler()), new Uri(server.Origin, "/codeeditor/default/")).OpenTerminalAsync(Patience.Token);

    /// <summary>The arguments of the next such call; others are passed over.</summary>
    private static async Task<object?[]> CallAsync(CodeEditorStub stub, string command)
    {
        while (true)
        {
            var call = await stub.Calls.ReadAsync(Patience.Token);
            if (call.Command == command) return call.Arguments;
        }
    }

    private static async Task<string> ReadAsync(ITerminal terminal) => Encoding.UTF8.GetString((await terminal.ReadAsync(Patience.Token)).Span);
}
