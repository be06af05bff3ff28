using System.Buffers;
using System.Globalization;
using System.Text;

namespace CustomizerLambda.Run;

/// <summary>
/// Makes harmless text of what a command printed. The rule: UTF-8, with U+FFFD for what isn't; terminal escape sequences are dropped; of a line that is
/// overwritten by carriage returns (a progress bar), the last state stays; other control characters become their pictures (␀ to ␟, ␡), invisible ones and
/// those that turn the direction of text (Unicode's category Cf, and line and paragraph separators) U+FFFD; line feeds and tabs stay. Pure: where one
/// piece ends and the next begins is decided by the bytes alone, so another invocation goes on at the same place.
/// </summary>
internal static class OutputText
{
    /// <summary>A line longer than this, in bytes, isn't waited for: it comes in pieces.</summary>
    public const int LongestLine = 4096;

    /// <summary>How far back, in bytes, a long line is cut where a word ends: longer than any token that isn't masked wherever it is cut.</summary>
    private const int LongestWord = 2048;

    private const byte Escape = 0x1b;

    /// <summary>Unicode's category Cf, and its line and paragraph separators.</summary>
    private const string Invisible =
        "\u00ad\u0600\u0601\u0602\u0603\u0604\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
        + "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb";

    /// <summary>The first halves of the pairs of that category.</summary>
    private const string InvisiblePairs = "\ud804\ud80d\ud82f\ud834\udb40";

    private static readonly SearchValues<char> InvisibleOnes = SearchValues.Create(Invisible);

    /// <summary>All that isn't shown as it is, of ASCII: the search for these alone is many times as fast.</summary>
    private static readonly SearchValues<char> AsciiControls = SearchValues.Create([.. Enumerable.Range(0, 0x80).Select(code => (char)code).Where(one => one == '\r' || Visible(one) != one)]);

    /// <summary>All that isn't shown as it is, or may not be.</summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(one => one == '\r' || Visible(one) != one), .. Invisible, .. InvisiblePairs]);

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\0"u8);
    private static readonly SearchValues<byte> Separators = SearchValues.Create("\"'`,;&|<>(){}[]"u8);
    private static readonly SearchValues<byte> Joints = SearchValues.Create(":?=@/#%"u8);

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

        var end = CutInLine(rest);
        if (rest[..end].LastIndexOf(Escape) is var escape && escape > rest.Length - LongestWord
            && escape + EscapeLength(Encoding.Latin1.GetString(rest[escape..])) > end) end = escape;
        return lines + end;
    }

    /// <summary>After the last word, so that no secret is cut in two; in a word without end, after a whole character.</summary>
    private static int CutInLine(ReadOnlySpan<byte> line)
    {
        var from = line.Length - LongestWord;
        var near = line[from..];
        if (near.LastIndexOfAny(Blanks) is var blank and >= 0) return from + blank + 1;
        if (near.LastIndexOfAny(Separators) is var separator and >= 0) return from + separator + 1;
        if (near.LastIndexOfAny(Joints) is var joint and >= 0) return from + joint + 1;

        var end = line.Length;
        while (end > line.Length - 3 && (line[end - 1] & 0xC0) == 0x80) end--; // to the lead byte of a character that may be unfinished,
        end = line[end - 1] >= 0xC0 ? end - 1 : line.Length; // and before it
        return line[^1] == (byte)'\r' ? Math.Min(end, line.Length - 1) : end;
    }

    /// <summary>The same for a text that is whole.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Ascii.IsValid(text) ? AsciiControls : Controls)) return text;
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
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                var isInvisible = CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(text[i], text[i + 1])) == UnicodeCategory.Format;
                clean.Append(isInvisible ? "\ufffd" : text.AsSpan(i, 2));
                i++;
                continue;
            }

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
        < '\x7f' => character,
        >= '\x80' and < '\xa0' => '\ufffd',
        _ => InvisibleOnes.Contains(character) ? '\ufffd' : character,
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
