using System.Buffers;
using System.Text;

namespace CustomizerLambda.Run;

/// <summary>
/// Makes harmless text of what a command printed. The rule: UTF-8, with U+FFFD for what isn't; terminal escape sequences are dropped; of a line that is
/// overwritten by carriage returns (a progress bar), the last state stays; other control characters become their pictures (␀ to ␟, ␡); line feeds and
/// tabs stay. Pure: where one piece ends and the next begins is decided by the bytes alone, so another invocation goes on at the same place.
/// </summary>
internal static class OutputText
{
    /// <summary>A line longer than this, in bytes, isn't waited for: it comes in pieces.</summary>
    public const int LongestLine = 4096;

    private const byte Escape = 0x1b;

    /// <summary>All that isn't shown as it is.</summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(one => one == '\r' || Visible(one) != one)]);

    /// <summary>How many bytes can be rendered without knowing what comes next.</summary>
    /// <param name="bytes">What was printed from some offset on.</param>
    /// <param name="isLast">Whether nothing will follow.</param>
    public static int Consumed(ReadOnlySpan<byte> bytes, bool isLast) => isLast ? bytes.Length : WholeLength(bytes);

    /// <summary>Renders as much as can be rendered without knowing what comes next.</summary>
    /// <param name="bytes">What was printed from some offset on.</param>
    /// <param name="isLast">Whether nothing will follow.</param>
    /// <param name="consumed">How many of the bytes the text stands for; the others are to be given again, with more behind them.</param>
    public static string Render(ReadOnlySpan<byte> bytes, bool isLast, out int consumed)
    {
        consumed = Consumed(bytes, isLast);
        return Clean(Encoding.UTF8.GetString(bytes[..consumed]));
    }

    /// <summary>Up to the last whole line; of a long unfinished line, up to where it can be cut.</summary>
    private static int WholeLength(ReadOnlySpan<byte> bytes)
    {
        var lines = bytes.LastIndexOf((byte)'\n') + 1;
        var rest = bytes[lines..];
        if (rest.Length <= LongestLine) return lines;

        // A progress bar is cut before its last state, which the next piece will overwrite or finish.
        if (rest[..^1].LastIndexOf((byte)'\r') is var overwritten and > 0) return lines + overwritten;

        var end = rest.Length;
        while (end > rest.Length - 3 && (rest[end - 1] & 0xC0) == 0x80) end--; // to the lead byte of a character that may be unfinished,
        end = rest[end - 1] >= 0xC0 ? end - 1 : rest.Length; // and before it
        if (rest[^1] == (byte)'\r') end = Math.Min(end, rest.Length - 1);
        if (rest.LastIndexOf(Escape) is var escape && escape > end - 64 && escape > 0) end = escape;
        return lines + (end > 0 ? end : rest.Length);
    }

    private static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Controls)) return text;
        var clean = new StringBuilder(text.Length);
        var (lineStart, isReturned) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape)
            {
                i += EscapeLength(text.AsSpan(i)) - 1;
                continue;
            }

            if (text[i] == '\r')
            {
                isReturned = true;
                continue;
            }

            // Overwritten only by what shows: a return before a line feed, another return or nothing but escape sequences takes nothing away.
            if (isReturned && text[i] != '\n') clean.Length = lineStart;
            isReturned = false;
            clean.Append(Visible(text[i]));
            if (text[i] == '\n') lineStart = clean.Length;
        }

        return clean.ToString();
    }

    private static char Visible(char character) => character switch
    {
        '\n' or '\t' => character,
        < ' ' => (char)(0x2400 + character),
        '\x7f' => '\u2421',
        >= '\x80' and < '\xa0' => '\ufffd',
        _ => character,
    };

    /// <summary>How long the escape sequence is that <paramref name="text"/> begins with (ECMA-48: CSI, the string sequences, and the short ones).</summary>
    private static int EscapeLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2) return text.Length;
        switch (text[1])
        {
            case '[':
                var final = text[2..].IndexOfAnyInRange('@', '~');
                var broken = text[2..].IndexOfAnyInRange('\0', '\x1f');
                return final >= 0 && (broken < 0 || final < broken) ? final + 3 : broken >= 0 ? broken + 2 : text.Length;
            case ']' or 'P' or 'X' or '^' or '_':
                var end = text[2..].IndexOfAny('\a', (char)Escape, '\n');
                if (end < 0) return text.Length;
                return end + 2 + (text[end + 2] == '\a' ? 1 : text[(end + 2)..] is ['\x1b', '\\', ..] ? 2 : 0);
            case >= ' ' and <= '/':
                return text.Length > 2 && text[2] >= ' ' ? 3 : 2;
            case < ' ':
                return 1;
            default:
                return 2;
        }
    }
}
