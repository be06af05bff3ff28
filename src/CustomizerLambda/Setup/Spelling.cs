using System.Globalization;
using System.Text;

namespace CustomizerLambda.Setup;

/// <summary>What looks alike to a person, and is not the same to a program.</summary>
internal static class Spelling
{
    /// <summary>How many letters must be changed, added, left out or swapped with their neighbours to make one word of the other (optimal string alignment).</summary>
    public static int Distance(string one, string other)
    {
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) costs[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) costs[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = costs[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                costs[i, j] = Math.Min(changed, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        }

        return costs[one.Length, other.Length];
    }

    /// <summary>The word of a list that was most likely meant; null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        var lower = word.ToLowerInvariant().Replace('_', '-');
        if (lower.Length > 30) return null;
        var (best, distance) = words.Select(candidate => (candidate, Distance(lower, candidate))).MinBy(pair => pair.Item2);
        return distance <= (best.Length < 6 ? 1 : 2) ? best : null;
    }

    /// <summary>The text as a person sees it: without what is invisible, full-width characters as the usual ones, every blank as a space.</summary>
    public static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (IsBlank(character)) folded.Append(' ');
            else if (character is >= '\uff01' and <= '\uff5e') folded.Append((char)(character - '\uff01' + '!'));
            else if (!IsInvisible(character)) folded.Append(character);
        }

        return folded.ToString();
    }

    /// <summary>The text with everything in it that can't be seen written out, cut where it is long.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder();
        foreach (var character in text.Length > 80 ? text[..79] + "…" : text)
        {
            visible.Append(character == ' ' || !(IsBlank(character) || IsInvisible(character)) ? character.ToString() : $"<{Name(character)}>");
        }

        return visible.ToString();
    }

    /// <summary>A character by its number in Unicode.</summary>
    public static string Name(char character) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)character:X4}");

    /// <summary>A space of any kind, or a tab.</summary>
    public static bool IsBlank(char character) => character is '\t' or '\u0085' || char.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Takes no place on the screen: zero-width characters, marks of direction, control characters.</summary>
    public static bool IsInvisible(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark;
}
