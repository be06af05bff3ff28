using System.Buffers;
using System.Globalization;
using System.Text;

namespace CustomizerLambda.Run;

/// <summary>
/// Finds one run's answers in what a terminal prints: <c>RS RUN-ID NUMBER WORD… [TAB BODY]</c> to the end of the line, RS being byte 1e. Prompts, echoes,
/// a message of the day and anything else between frames are passed over. Pure: it survives any way of cutting the stream in pieces.
/// </summary>
internal sealed class FrameReader(string runId)
{
    private const byte RecordSeparator = 0x1e;

    /// <summary>The longest frame taken, in bytes. A longer line is not one of ours.</summary>
    private const int LongestFrame = 8 * 1024 * 1024;

    private readonly byte[] _start = [RecordSeparator, .. Encoding.ASCII.GetBytes(runId + " ")];
    private readonly ArrayBufferWriter<byte> _frame = new();
    private bool _inFrame;

    /// <summary>The frames that <paramref name="text"/> completes.</summary>
    public IReadOnlyList<Frame> Append(ReadOnlySpan<byte> text)
    {
        List<Frame> frames = [];
        while (!text.IsEmpty)
        {
            if (!_inFrame)
            {
                var start = text.IndexOf(RecordSeparator);
                if (start < 0) break;
                _inFrame = true;
                _frame.ResetWrittenCount();
                text = text[start..];
            }

            // A second RS means that the first one's line was cut short.
            var end = text[(_frame.WrittenCount == 0 ? 1 : 0)..].IndexOfAny((byte)'\n', RecordSeparator);
            if (_frame.WrittenCount == 0 && end >= 0) end++;
            var taken = end < 0 ? text : text[..end];
            _frame.Write(taken);
            text = text[taken.Length..];
            if (end < 0)
            {
                _inFrame = _frame.WrittenCount <= LongestFrame;
                continue;
            }

            _inFrame = false;
            if (text[0] == (byte)'\n' && _frame.WrittenCount <= LongestFrame && Parse(_frame.WrittenSpan) is { } frame) frames.Add(frame);
        }

        return frames;
    }

    private Frame? Parse(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(_start)) return null;
        line = line[_start.Length..].TrimEnd((byte)'\r');
        var tab = line.IndexOf((byte)'\t');
        var words = Encoding.ASCII.GetString(tab < 0 ? line : line[..tab]).Split(' ');
        if (words.Length < 2 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        if (tab < 0) return new Frame(number, words[1], words[2..]);
        var body = line[(tab + 1)..];
        var room = MemoryPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(room.Memory.Span);
        return new Frame(number, words[1], words[2..], room.Memory[..body.Length]) { Room = room };
    }
}

/// <summary>One answer of the agent. Disposing it gives its body's room to the next one; where nobody does, it is collected.</summary>
/// <param name="Number">The request that it answers; 0 for what the agent says of itself.</param>
/// <param name="Kind">Its first word.</param>
/// <param name="Words">The other words.</param>
/// <param name="Body">What may be long: in base64.</param>
internal sealed record Frame(int Number, string Kind, string[] Words, ReadOnlyMemory<byte> Body = default) : IDisposable
{
    /// <summary>What holds the body.</summary>
    public IDisposable? Room { private get; init; }

    public void Dispose() => Room?.Dispose();
}
