using System.Text.Json;
using System.Text.Json.Nodes;

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
        var message = new IpcMessage((IpcMessageType)type.Number, id.Number, IpcValue.Take(ref bytes));
        return !message.IsObject || IsJson(message.Body.Bytes.Span) ? message : throw new FormatException("A message's body isn't JSON.");
    }

    /// <summary>The body as a JSON object; empty when it is none.</summary>
    public JsonObject BodyObject() => IsObject && JsonNode.Parse(Body.Bytes.Span) is JsonObject body ? body : [];

    /// <summary>Which terminal an event is of, and the event, of a body <c>{"id": …, "event": …}</c>; no terminal has the id 0.</summary>
    public (int Terminal, JsonElement Event) TerminalEvent() =>
        IsObject && JsonElement.Parse(Body.Bytes.Span) is { ValueKind: JsonValueKind.Object } body
            && body.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var terminal)
            ? (terminal, body.TryGetProperty("event", out var fired) ? fired : default)
            : default;

    private bool IsObject => Body.Type == IpcType.Object;

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>What VS Code's JSON objects say in words.</summary>
internal static class JsonObjectExtensions
{
    /// <summary>A member's text; null when there is no such member, or it isn't a text.</summary>
    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
