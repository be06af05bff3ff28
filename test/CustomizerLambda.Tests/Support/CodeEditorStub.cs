using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace CustomizerLambda.Tests.Support;

/// <summary>
/// The server's side of VS Code's remote protocol, scripted: it shakes hands, notes every call, and answers as it is told. It reads and writes the
/// bytes by itself, lest a misunderstanding be shared with what it tests.
/// </summary>
internal sealed class CodeEditorStub
{
    private readonly Channel<(string Command, object?[] Arguments)> _calls = Channel.CreateUnbounded<(string, object?[])>();
    private readonly Dictionary<string, int> _subscriptions = [];
    private readonly List<byte> _received = [];
    private WebSocket? _socket;
    private uint _sent;

    /// <summary>How the handshake ends: <c>ok</c>, or the reason of an error.</summary>
    public string Handshake { get; init; } = "ok";

    /// <summary>What each call comes to: JSON for success, a text for an error. Undefined where nothing is said.</summary>
    public Dictionary<string, object> Results { get; } = new() { ["$createProcess"] = new JsonObject { ["persistentTerminalId"] = 7 } };

    /// <summary>Called when the shell was started, and may send events.</summary>
    public Func<CodeEditorStub, Task> Started { get; init; } = _ => Task.CompletedTask;

    /// <summary>The calls, in order.</summary>
    public ChannelReader<(string Command, object?[] Arguments)> Calls => _calls.Reader;

    /// <summary>What came before any call: the handshake's messages, and who the client is.</summary>
    public List<string> Introductions { get; } = [];

    /// <summary>Serves one connection to its end.</summary>
    public async Task ServeAsync(WebSocket socket)
    {
        _socket = socket;
        await ReceiveControlAsync();
        await SendFrameAsync(2, 0, """{"type": "sign", "data": "challenge", "signedData": ""}"""u8.ToArray());
        await ReceiveControlAsync();
        var answer = Handshake == "ok" ? """{"type": "ok"}""" : $$"""{"type": "error", "reason": "{{Handshake}}"}""";
        await SendFrameAsync(2, 0, Encoding.UTF8.GetBytes(answer));
        while (await ReceiveFrameAsync() is var (type, data) && type != 5)
        {
            if (type == 1) await AnswerAsync(data);
        }
    }

    /// <summary>Fires an event of <c>remoteterminal</c> for one terminal.</summary>
    public Task FireAsync(string name, int terminal, JsonNode? fired) =>
        SendMessageAsync(204, _subscriptions[name], new JsonObject { ["id"] = terminal, ["event"] = fired });

    /// <summary>Fires an event whose body is these bytes, as they are.</summary>
    public Task FireRawAsync(string name, byte[] json) => SendFrameAsync(1, ++_sent, [4, 2, 6, .. Number(204), 6, .. Number(_subscriptions[name]), 5, .. Number(json.Length), .. json]);

    /// <summary>Sends a message with a number of its own: the stub forgets one before it.</summary>
    public async Task SkipOneAsync()
    {
        _sent++;
        await FireAsync("$onProcessDataEvent", 7, "late");
    }

    private async Task AnswerAsync(byte[] message)
    {
        var rest = message.AsSpan();
        if (Take(ref rest) is not object?[] head)
        {
            Introductions.Add(Encoding.UTF8.GetString(message.AsSpan(2)));
            return;
        }

        var argument = rest.IsEmpty ? null : Take(ref rest);
        switch (head)
        {
            case [200]:
                await SendFrameAsync(1, ++_sent, [4, 1, 6, 200, 1, 0]);
                break;
            case [102, int id, string, string name]:
                _subscriptions[name] = id;
                break;
            case [100, int id, string, string command]:
                await SendResultAsync(id, command);
                _calls.Writer.TryWrite((command, argument as object?[] ?? [argument]));
                if (command == "$start") await Started(this);
                break;
        }
    }

    private Task SendResultAsync(int id, string command) => Results.GetValueOrDefault(command) switch
    {
        JsonObject value => SendMessageAsync(201, id, value),
        string error => SendMessageAsync(202, id, new JsonObject { ["message"] = error }),
        _ => SendMessageAsync(201, id, null),
    };

    private Task SendMessageAsync(int type, int id, JsonObject? body)
    {
        var json = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
        byte[] value = body is null ? [0] : [5, .. Number(json.Length), .. json];
        return SendFrameAsync(1, ++_sent, [4, 2, 6, .. Number(type), 6, .. Number(id), .. value]);
    }

    /// <summary>In two WebSocket messages, cut inside the frame's head.</summary>
    private async Task SendFrameAsync(byte type, uint id, byte[] data)
    {
        var frame = new byte[13 + data.Length];
        frame[0] = type;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), id);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(9), (uint)data.Length);
        data.CopyTo(frame, 13);
        await _socket!.SendAsync(frame.AsMemory(0, 5), WebSocketMessageType.Binary, endOfMessage: true, Patience.Token);
        await _socket.SendAsync(frame.AsMemory(5), WebSocketMessageType.Binary, endOfMessage: true, Patience.Token);
    }

    private async Task ReceiveControlAsync() => Introductions.Add(Encoding.UTF8.GetString((await ReceiveFrameAsync())!.Value.Data));

    private async Task<(byte Type, byte[] Data)?> ReceiveFrameAsync()
    {
        var buffer = new byte[64 * 1024];
        int Length() => 13 + (int)BinaryPrimitives.ReadUInt32BigEndian([.. _received.Take(13).Skip(9)]);
        while (_received.Count < 13 || _received.Count < Length())
        {
            var received = await _socket!.ReceiveAsync(buffer.AsMemory(), Patience.Token);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            _received.AddRange(buffer.AsSpan(0, received.Count));
        }

        var frame = (_received[0], Data: _received[13..Length()].ToArray());
        _received.RemoveRange(0, 13 + frame.Data.Length);
        return frame;
    }

    private static object? Take(ref Span<byte> rest)
    {
        var type = rest[0];
        rest = rest[1..];
        if (type == 0) return null;
        var (number, shift) = (0, 0);
        byte group;
        do
        {
            group = rest[0];
            rest = rest[1..];
            number |= (group & 127) << shift;
            shift += 7;
        }
        while (group > 127);
        if (type == 6) return number;
        if (type == 4)
        {
            var values = new object?[number];
            for (var index = 0; index < number; index++) values[index] = Take(ref rest);
            return values;
        }

        var bytes = rest[..number].ToArray();
        rest = rest[number..];
        return type switch { 1 => Encoding.UTF8.GetString(bytes), 5 => JsonNode.Parse(bytes), _ => bytes };
    }

    private static IEnumerable<byte> Number(int number)
    {
        for (; number > 127; number >>= 7) yield return (byte)(number | 128);
        yield return (byte)number;
    }
}
