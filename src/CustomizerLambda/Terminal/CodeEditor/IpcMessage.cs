using System.Text.Json;

namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>What a message from the server is (src/vs/base/parts/ipc/common/ipc.ts, <c>ResponseType</c>).</summary>
internal enum IpcMessageType
{
    Initialize = 200,
    PromiseSuccess = 201,
    PromiseError = 202,
    PromiseErrorObject = 203,
    EventFire = 204,
}

/// <summary>A message from the server.</summary>
/// <param name="Id">Of the call or subscription that it belongs to.</param>
/// <param name="Body">Its memory is good until the next message is received.</param>
internal readonly record struct IpcMessage(IpcMessageType Type, int Id, IpcValue Body)
{
    /// <summary>Reads a message: an array of numbers, and a value.</summary>
    /// <exception cref="FormatException">It isn't one.</exception>
    public static IpcMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        var head = IpcValue.Take(ref bytes);
        if (head is not { Type: IpcType.Array, Number: 1 or 2 }) throw new FormatException("A message has no head.");
        var type = IpcValue.Take(ref bytes);
        var id = head.Number == 2 ? IpcValue.Take(ref bytes) : default;
        return new IpcMessage((IpcMessageType)type.Number, id.Number, IpcValue.Take(ref bytes));
    }

    /// <summary>The body as JSON; undefined where it is something else.</summary>
    /// <exception cref="FormatException">It should be JSON, and isn't.</exception>
    public JsonElement ReadBody() => Body.Type != IpcType.Object ? default : AppJson.TryParse(Body.Bytes.Span) ?? throw new FormatException("A message's body isn't JSON.");

    /// <summary>Which terminal an event is of, and the event, of a body <c>{"id": …, "event": …}</c>; null where it isn't one of a terminal.</summary>
    /// <exception cref="FormatException">It should be JSON, and isn't.</exception>
    public (int Terminal, JsonElement Event)? ReadTerminalEvent() =>
        ReadBody() is var body && body.Number("id") is { } terminal ? (terminal, body.Member("event") ?? default) : null;
}
