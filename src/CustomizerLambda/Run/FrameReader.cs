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

    /// <summary>The longest line taken, in bytes. A longer one is not one of ours.</summary>
    private const int LongestFrame = AppLimits.MaxFrameWords + AppLimits.MaxFrameBody;

    private readonly byte[] _start = [RecordSeparator, .. Encoding.ASCII.GetBytes(runId + " ")];
    private readonly ArrayBufferWriter<byte> _frame = new();
    private bool _inFrame;

    /// <summary>Adds the frames that <paramref name="text"/> completes.</summary>
    /// <param name="isAwaited">Whether anybody wants a frame of that number; asked when the frames before it have been added. Others cost nothing.</param>
    public void Append(ReadOnlySpan<byte> text, List<Frame> frames, Func<int, bool> isAwaited)
    {
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
            var fits = _frame.WrittenCount + taken.Length <= LongestFrame;
            if (fits) _frame.Write(taken);
            text = text[taken.Length..];
            _inFrame = fits && end < 0;
            if (fits && end >= 0 && text[0] == (byte)'\n' && Parse(_frame.WrittenSpan, isAwaited) is { } frame) frames.Add(frame);
        }
    }

    private Frame? Parse(ReadOnlySpan<byte> line, Func<int, bool> isAwaited)
    {
        if (!line.StartsWith(_start)) return null;
        line = line[_start.Length..].TrimEnd((byte)'\r');
        var tab = line.IndexOf((byte)'\t');
        var head = tab < 0 ? line : line[..tab];
        if (head.Length > AppLimits.MaxFrameWords || head.Count((byte)' ') is 0 or >= AppLimits.MaxWords) return null;
        if (!int.TryParse(head[..head.IndexOf((byte)' ')], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !isAwaited(number)) return null;
        var words = Encoding.ASCII.GetString(head).Split(' ');
        if (tab < 0) return new Frame(number, words[1], words[2..]);
        var body = line[(tab + 1)..];
        if (body.Length > AppLimits.MaxFrameBody) return null;
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
