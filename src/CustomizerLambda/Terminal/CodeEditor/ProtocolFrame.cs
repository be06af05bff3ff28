using System.Buffers.Binary;

namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>What a frame is for. Others (replay requests, pause, resume) concern connections that are taken up again, which ours never are.</summary>
internal enum FrameType : byte
{
    /// <summary>Carries an IPC message.</summary>
    Regular = 1,

    /// <summary>Carries JSON, before the connection is accepted.</summary>
    Control = 2,

    /// <summary>Says what has arrived.</summary>
    Ack = 3,

    /// <summary>Ends the connection on purpose.</summary>
    Disconnect = 5,
}

/// <summary>
/// One frame of VS Code's <c>PersistentProtocol</c> (src/vs/base/parts/ipc/common/ipc.net.ts): a header of 13 bytes, and data. Frames are a stream of
/// bytes: a WebSocket message may hold a part of one, or several.
/// </summary>
/// <param name="Id">Of a regular frame: 1, 2, 3…, in each direction; else 0.</param>
/// <param name="Ack">The highest id that has arrived from the other side.</param>
internal readonly record struct ProtocolFrame(FrameType Type, uint Id, uint Ack, ReadOnlyMemory<byte> Data)
{
    public const int HeaderLength = 13;

    /// <summary>Takes the first frame off <paramref name="bytes"/>, if it is there whole; its data stays where it is.</summary>
    /// <exception cref="TerminalLostException">It announces more than any answer to us can hold.</exception>
    public static bool TryTake(ref ReadOnlyMemory<byte> bytes, int largest, out ProtocolFrame frame)
    {
        frame = default;
        if (bytes.Length < HeaderLength) return false;
        var header = bytes.Span;
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[9..]);
        if (length > largest) throw new TerminalLostException("What came over the WebSocket isn't VS Code's remote protocol: check what answers under the app's URL.");
        var end = HeaderLength + (int)length;
        if (bytes.Length < end) return false;
        frame = new ProtocolFrame(
            (FrameType)header[0], BinaryPrimitives.ReadUInt32BigEndian(header[1..]), BinaryPrimitives.ReadUInt32BigEndian(header[5..]), bytes[HeaderLength..end]);
        bytes = bytes[end..];
        return true;
    }

    /// <summary>The frame's bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[HeaderLength + Data.Length];
        bytes[0] = (byte)Type;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), Id);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), Ack);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), (uint)Data.Length);
        Data.Span.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }
}
