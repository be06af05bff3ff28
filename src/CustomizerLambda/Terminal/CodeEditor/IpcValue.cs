namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>The types that VS Code's IPC knows (src/vs/base/parts/ipc/common/ipc.ts, <c>serialize</c>).</summary>
internal enum IpcType : byte
{
    Undefined = 0,
    String = 1,
    Buffer = 2,
    VSBuffer = 3,
    Array = 4,

    /// <summary>Anything else, as JSON.</summary>
    Object = 5,
    Int = 6,
}

/// <summary>A value as it came.</summary>
/// <param name="Bytes">Of a string, a buffer or an object (its JSON), in UTF-8.</param>
/// <param name="Number">Of an int; of an array, how many values follow.</param>
internal readonly record struct IpcValue(IpcType Type, ReadOnlyMemory<byte> Bytes, int Number)
{
    /// <summary>Takes the first value off <paramref name="bytes"/>. Of an array, only the head: its values are the next ones.</summary>
    /// <exception cref="FormatException">It isn't one, or isn't whole.</exception>
    public static IpcValue Take(ref ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) throw new FormatException("A value is missing.");
        var type = (IpcType)bytes.Span[0];
        bytes = bytes[1..];
        switch (type)
        {
            case IpcType.Undefined:
                return new IpcValue(type, default, 0);
            case IpcType.Array or IpcType.Int:
                return new IpcValue(type, default, TakeNumber(ref bytes));
            case IpcType.String or IpcType.Buffer or IpcType.VSBuffer or IpcType.Object:
                var length = TakeNumber(ref bytes);
                if (length > bytes.Length) throw new FormatException("A value is cut off.");
                var value = new IpcValue(type, bytes[..length], 0);
                bytes = bytes[length..];
                return value;
            default:
                throw new FormatException($"Values of type {(byte)type} are unknown.");
        }
    }

    /// <summary>Groups of 7 bits, the lowest first; the high bit says that more follow.</summary>
    private static int TakeNumber(ref ReadOnlyMemory<byte> bytes)
    {
        var number = 0;
        for (var (index, shift) = (0, 0); index < bytes.Length && shift < 35; index++, shift += 7)
        {
            var group = bytes.Span[index];
            number |= (group & 0x7f) << shift;
            if ((group & 0x80) != 0) continue;
            bytes = bytes[(index + 1)..];
            return number >= 0 ? number : throw new FormatException("A number is too large.");
        }

        throw new FormatException("A number is cut off.");
    }
}
