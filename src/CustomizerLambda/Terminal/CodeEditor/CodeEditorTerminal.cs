using System.Text;
using System.Text.Json.Nodes;

namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>
/// One terminal of a VS Code server, by its channel <c>remoteterminal</c> (src/vs/server/node/remoteTerminalChannel.ts). It isn't in the user's list
/// of terminals.
/// </summary>
internal sealed class CodeEditorTerminal : ITerminal
{
    private const string Terminals = "remoteterminal";
    private const string Files = "remoteFilesystem";

    /// <summary>In UTF-16 units: after 100,000 that nobody has acknowledged, the server stops the shell (FlowControlConstants).</summary>
    private const int AcknowledgeEvery = 5000;

    private readonly RemoteAgentConnection _connection;
    private readonly Queue<byte[]> _printed = new();
    private int _dataEvents;
    private int _exitEvents;
    private int _readyEvents;
    private int? _terminal;
    private int _unacknowledged;
    private int _unread;
    private string? _folder;
    private bool _hasEnded;

    private CodeEditorTerminal(RemoteAgentConnection connection) => _connection = connection;

    /// <summary>Always: the server feeds what is typed to the shell 50 characters at a time, 5 ms apart (terminalProcess.ts).</summary>
    public int UploadPaysFrom => 0;

    /// <summary>Opens a plain shell in the user's home.</summary>
    /// <exception cref="AppUnusableException">The server can't start one.</exception>
    internal static async Task<CodeEditorTerminal> OpenAsync(RemoteAgentConnection connection, CancellationToken cancellationToken)
    {
        var terminal = new CodeEditorTerminal(connection);
        if (await terminal.StartAsync(cancellationToken) is not { } refusal) return terminal;
        throw new AppUnusableException(
            $"The Code Editor server opened no terminal ({refusal}): check the image's version of Code Editor, and that a new terminal opens in a browser.");
    }

    /// <inheritdoc/>
    public async Task TypeAsync(string text, CancellationToken cancellationToken)
    {
        if (_hasEnded) throw Ended();
        await _connection.SendAsync(Terminals, "$input", call => call.Array(2).Int(Id).String(text), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_unacknowledged >= AcknowledgeEvery) await AcknowledgeAsync(cancellationToken);
            if (_printed.TryDequeue(out var printed))
            {
                _unread -= printed.Length;
                return printed;
            }

            if (_hasEnded) throw Ended();
            await _connection.ReceiveAsync(Take, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryUploadAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_folder is null) return false;
        var uri = new JsonObject
        {
            ["$mid"] = 1, // marks a URI (src/vs/base/common/marshallingIds.ts)
            ["scheme"] = "vscode-remote",
            ["authority"] = RemoteAgentConnection.Authority,
            ["path"] = $"{_folder}/{name}",
        };
        var options = new JsonObject { ["create"] = true, ["overwrite"] = true, ["unlock"] = false, ["atomic"] = false };
        var written = await _connection.CallAsync(
            Files, "writeFile", call => call.Array(3).Object(uri).VSBuffer(content.Span).Object(options), Take, cancellationToken);
        return written.Refusal is null;
    }

    /// <inheritdoc/>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        // A refusal says that it has ended meanwhile.
        if (!_hasEnded) await _connection.CallAsync(Terminals, "$shutdown", call => call.Array(2).Int(Id).Boolean(true), Take, cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <returns>Why there is no shell; null when there is one.</returns>
    private async Task<string?> StartAsync(CancellationToken cancellationToken)
    {
        _dataEvents = await _connection.SubscribeAsync(Terminals, "$onProcessDataEvent", cancellationToken);
        _exitEvents = await _connection.SubscribeAsync(Terminals, "$onProcessExitEvent", cancellationToken);
        _readyEvents = await _connection.SubscribeAsync(Terminals, "$onProcessReadyEvent", cancellationToken);
        var created = await _connection.CallAsync(Terminals, "$createProcess", call => call.Object(Shell()), Take, cancellationToken);
        if (created.Refusal is not null) return created.Refusal;
        if (created.Value.Number("persistentTerminalId") is not { } id) return "$createProcess gave it no id";
        _terminal = id;
        var started = await _connection.CallAsync(Terminals, "$start", call => call.Array(1).Int(Id), Take, cancellationToken);
        return started.Refusal ?? (started.Value.Text("message") is { } message ? AppText.Of(message) : null);
    }

    /// <summary>What <c>$createProcess</c> takes; every part of it is needed.</summary>
    private static JsonObject Shell() => new()
    {
        ["configuration"] = new JsonObject(),
        ["resolvedVariables"] = new JsonObject(),
        ["envVariableCollections"] = new JsonArray(),
        ["shellLaunchConfig"] = new JsonObject { ["name"] = "studio-customizer", ["executable"] = "/bin/sh", ["args"] = new JsonArray() },
        ["workspaceId"] = "studio-customizer",
        ["workspaceName"] = "studio-customizer",
        ["workspaceFolders"] = new JsonArray(),
        ["activeWorkspaceFolder"] = null,
        ["shouldPersistTerminal"] = false,
        ["options"] = new JsonObject
        {
            ["shellIntegration"] = new JsonObject { ["enabled"] = false, ["suggestEnabled"] = false, ["nonce"] = "" },
            ["windowsEnableConpty"] = false,
            ["windowsUseConptyDll"] = false,
        },
        ["cols"] = 120,
        ["rows"] = 30,
        ["unicodeVersion"] = "11",
    };

    /// <summary>The server tells everybody about all terminals: what isn't of ours is passed over.</summary>
    private void Take(IpcMessage message)
    {
        if (message.Type != IpcMessageType.EventFire) return;
        if (message.Id != _exitEvents && message.Id != _readyEvents && message.Id != _dataEvents) return;
        if (message.ReadTerminalEvent() is not var (terminal, fired) || terminal != _terminal) return;
        if (message.Id == _exitEvents) _hasEnded = true;
        if (message.Id == _readyEvents) _folder = fired.Text("cwd");
        if (message.Id != _dataEvents || (fired.Text("data") ?? fired.Text()) is not { } text) return;
        _unacknowledged += text.Length;
        var printed = Encoding.UTF8.GetBytes(text);
        _unread += printed.Length;
        if (_unread > AppLimits.MaxUnread) throw new TerminalLostException("The terminal in Code Editor prints more than it may without being read: check the image's version of Code Editor.");
        _printed.Enqueue(printed);
    }

    private async Task AcknowledgeAsync(CancellationToken cancellationToken)
    {
        var count = _unacknowledged;
        _unacknowledged = 0;
        await _connection.SendAsync(Terminals, "$acknowledgeDataEvent", call => call.Array(2).Int(Id).Int(count), cancellationToken);
    }

    private int Id => _terminal!.Value;

    private static TerminalLostException Ended() => new("The terminal in Code Editor ended: check that the app has memory left.");
}
