using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Run;

/// <summary>Writes what one command printed into the log: as harmless text, with secrets masked.</summary>
/// <param name="logger">The log.</param>
/// <param name="number">The command's.</param>
/// <param name="command">The command's name.</param>
internal sealed class OutputLog(ILogger logger, int number, string command)
{
    /// <summary>How much output a line of the log has, in bytes as they were printed: CloudWatch takes it whole, and to .NET its text is no large object.</summary>
    public const int LongestLine = 32 * 1024;

    private SecretMask _mask = new();
    private long _end;

    /// <summary>The command's number.</summary>
    public int Number => number;

    /// <summary>Whether the command seems to have met an error, whatever its exit code.</summary>
    public ErrorHint Hint { get; } = new();

    /// <summary>How many bytes before <paramref name="offset"/> are to be given to <see cref="SkipTo"/> before what is there can be written.</summary>
    public int LeadIn(long offset) => offset == _end ? 0 : (int)Math.Min(offset, SecretMask.LeadIn);

    /// <summary>Goes on at another offset.</summary>
    /// <param name="leadIn">What was printed before it. It isn't logged, but may begin a secret.</param>
    public void SkipTo(long offset, ReadOnlySpan<byte> leadIn)
    {
        (_mask, _end) = (new(), offset);
        _mask.Apply(OutputText.Render(leadIn, isLast: true, out _));
    }

    /// <summary>Writes a piece, in as many lines as that takes. Where they are cut follows from the bytes alone, so the same piece makes the same lines.</summary>
    /// <param name="offset">Where in the command's output the piece begins.</param>
    /// <param name="bytes">The piece, which ends where a line of the log may end.</param>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var line = bytes[..Math.Min(bytes.Length, LongestLine)];
            if (line[0] == (byte)'\r') _mask.BeginLine();
            var text = _mask.Apply(OutputText.Render(line, isLast: line.Length == bytes.Length, out var consumed));
            if (text.Length > 0) logger.CommandPrinted(command, offset, text);
            Hint.Look(text);
            offset += consumed;
            bytes = bytes[consumed..];
        }

        _end = offset;
    }

    /// <summary>The last that a command printed, as a report shows it.</summary>
    /// <param name="bytes">As much of the end of its output as that takes: <see cref="SecretMask.LeadIn"/> more than <paramref name="length"/>.</param>
    /// <param name="length">How much to show, in characters.</param>
    public static string Tail(ReadOnlySpan<byte> bytes, int length)
    {
        var text = OutputText.Render(bytes, isLast: true, out _);
        var start = Math.Max(0, text.Length - length);
        if (start > 0 && char.IsLowSurrogate(text[start])) start++;
        var mask = new SecretMask();
        mask.Apply(text[..start]);
        return mask.Apply(text[start..]);
    }
}
