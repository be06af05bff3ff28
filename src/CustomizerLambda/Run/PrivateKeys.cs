using System.Buffers;
using System.Text.RegularExpressions;

namespace CustomizerLambda.Run;

/// <summary>
/// Finds private keys in a text that comes in parts: PEM (RFC 7468), OpenSSH, PGP (RFC 9580), SSH2 (RFC 4716). That a key has begun is remembered from part
/// to part, until its END; a line that says BEGIN and is followed by no key is forgotten after a few lines.
/// </summary>
internal sealed partial class PrivateKeys
{
    /// <summary>In characters, from BEGIN to END: an RSA key of 16,384 bits has 12,800.</summary>
    public const int Longest = 16 * 1024;

    /// <summary>Lines of a key have 64 characters and more; a word of prose or a path has fewer than this.</summary>
    private const int ShortestMaterial = 20;

    /// <summary>Headers, an empty line and a short last line are no more than that, one after the other.</summary>
    private const int MostOtherLines = 5;

    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private bool _isInKey;
    private int _left;
    private int _otherLines;
    private bool _lineHasMaterial;

    /// <summary>Adds the bodies of the keys in <paramref name="window"/>.</summary>
    /// <param name="start">Where what is new in it begins.</param>
    public void Find(string window, int start, List<(int Start, int End)> secrets)
    {
        if (!_isInKey && !window.Contains("PRIVATE KEY", StringComparison.Ordinal)) return;
        var at = start;
        for (var marker = Marker().Match(window); marker.Success; marker = marker.NextMatch())
        {
            var end = marker.Index + marker.Length;
            if (end <= start) continue;
            var body = Math.Max(at, marker.Index);
            if (_isInKey) Add(at, Body(window, at, body));
            var isBegin = marker.Groups[1].ValueSpan is "BEGIN";
            if (!isBegin && !_isInKey) Add(BeginningOf(window, at, body), body);
            (_isInKey, _left, _otherLines, _lineHasMaterial) = (isBegin, Longest, 0, false);
            at = end;
        }

        if (_isInKey) Add(at, Body(window, at, window.Length));

        void Add(int from, int to)
        {
            if (to > from) secrets.Add((from, to));
        }
    }

    /// <summary>Up to where the text from <paramref name="at"/> on can be a key's. Where that is before <paramref name="end"/>, there was none.</summary>
    private int Body(string window, int at, int end)
    {
        while (at < end)
        {
            var line = window.AsSpan(at, end - at);
            var feed = line.IndexOf('\n');
            if (feed >= 0) line = line[..(feed + 1)];
            if (line.Length > _left)
            {
                _isInKey = false;
                return at + _left;
            }

            at += line.Length;
            _left -= line.Length;
            _lineHasMaterial |= HasMaterial(line);
            if (feed < 0) break;
            _otherLines = _lineHasMaterial ? 0 : _otherLines + 1;
            _lineHasMaterial = false;
            if (_otherLines <= MostOtherLines) continue;
            _isInKey = false;
            return at;
        }

        return end;
    }

    /// <summary>Where a key began whose END is at <paramref name="end"/>, and whose BEGIN nobody saw: the lines before it that are a key's.</summary>
    private static int BeginningOf(string window, int start, int end)
    {
        var beginning = end;
        for (var isLast = true; beginning > start; isLast = false)
        {
            var line = window.AsSpan(start, beginning - start).TrimEnd('\n').LastIndexOf('\n') + 1 + start;
            if (!isLast && !HasMaterial(window.AsSpan(line, beginning - line))) break;
            beginning = line;
            if (end - beginning > Longest) break;
        }

        return beginning;
    }

    private static bool HasMaterial(ReadOnlySpan<char> line)
    {
        while (line.Length >= ShortestMaterial)
        {
            var run = line.IndexOfAnyExcept(Base64);
            if (run < 0 || run >= ShortestMaterial) return true;
            line = line[(run + 1)..];
        }

        return false;
    }

    [GeneratedRegex("-{4,5} ?(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}")]
    private static partial Regex Marker();
}
