using System.Text;

namespace CustomizerLambda.Run;

/// <summary>
/// Masks secrets of known shapes (<see cref="SecretShapes"/>) and private keys (<see cref="PrivateKeys"/>) in what a command prints. It is given one text
/// after the other, and knows what came before: a secret is masked wherever texts were cut. It promises nothing beyond these shapes.
/// </summary>
internal sealed class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    /// <summary>How much of what was printed before decides, in bytes: who begins in the middle and gives that much first, masks as if from the start.</summary>
    public const int LeadIn = PrivateKeys.Longest + MostContext;

    /// <summary>How much of the text before is looked at again, in characters: the name before a value, the beginning of a URL.</summary>
    private const int MostContext = 2048;

    private readonly PrivateKeys _keys = new();
    private readonly List<(int Start, int End)> _secrets = [];
    private string _context = "";

    /// <summary>Masks a text that is whole.</summary>
    public static string Once(string text) => new SecretMask().Apply(text, goesOn: false);

    /// <summary>Masks the next text.</summary>
    /// <param name="text">What follows on the text before; where it ends, output may have been cut.</param>
    public string Apply(string text) => Apply(text, goesOn: true);

    /// <summary>What comes doesn't follow on the line before: it overwrites it.</summary>
    public void BeginLine() => _context = "";

    private string Apply(string text, bool goesOn)
    {
        if (text.Length == 0) return text;
        var window = _context.Length == 0 ? text : _context + text;
        var start = _context.Length;
        _secrets.Clear();
        SecretShapes.Find(window, goesOn, _secrets);
        _keys.Find(window, start, _secrets);
        _context = window.Length <= MostContext ? window : window[^MostContext..];
        return _secrets.Count == 0 ? text : Write(window, start);
    }

    private string Write(string window, int start)
    {
        _secrets.Sort();
        var masked = new StringBuilder(window.Length - start);
        var written = start;
        for (var i = 0; i < _secrets.Count; i++)
        {
            var (from, end) = _secrets[i];
            while (i + 1 < _secrets.Count && _secrets[i + 1].Start < end) end = Math.Max(end, _secrets[++i].End);
            if (end <= written) continue;
            from = Math.Max(from, written);

            // A key's body stays in lines of its own.
            masked.Append(window, written, from - written).Append(window[from] == '\n' ? "\n" : "").Append(Mask);
            if (window[end - 1] == '\n' && end - 1 > from) masked.Append('\n');
            written = end;
        }

        return masked.Append(window, written, window.Length - written).ToString();
    }
}
