using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>Writes values as <see cref="IpcValue"/> reads them.</summary>
internal sealed class IpcWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public IpcWriter Undefined()
    {
        _bytes.Write([(byte)IpcType.Undefined]);
        return this;
    }

    public IpcWriter Int(int number) => Head(IpcType.Int, number);

    public IpcWriter String(string text) => Bytes(IpcType.String, Encoding.UTF8.GetBytes(text));

    public IpcWriter VSBuffer(ReadOnlySpan<byte> content) => Bytes(IpcType.VSBuffer, content);

    public IpcWriter Object(JsonObject value) => Bytes(IpcType.Object, JsonSerializer.SerializeToUtf8Bytes(value, Json.Default.JsonObject));

    /// <summary>JSON's <c>true</c> or <c>false</c>, which have no type of their own.</summary>
    public IpcWriter Boolean(bool value) => Bytes(IpcType.Object, value ? "true"u8 : "false"u8);

    /// <summary>The head of an array; its values are written next.</summary>
    public IpcWriter Array(int count) => Head(IpcType.Array, count);

    private IpcWriter Bytes(IpcType type, ReadOnlySpan<byte> content)
    {
        Head(type, content.Length);
        _bytes.Write(content);
        return this;
    }

    private IpcWriter Head(IpcType type, int number)
    {
        _bytes.Write([(byte)type]);
        for (; number > 0x7f; number >>= 7) _bytes.Write([(byte)(number | 0x80)]);
        _bytes.Write([(byte)number]);
        return this;
    }
}
