using System.Globalization;
using System.Text;

namespace CustomizerLambda;

/// <summary>An app's own words, for an error or a report: a line of harmless characters, and not too long. Pure.</summary>
internal static class AppText
{
    /// <summary>The words, or <paramref name="otherwise"/> where there are none.</summary>
    public static string Of(string? text, string otherwise = "no reason given")
    {
        var words = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (words.Length >= AppLimits.MaxText)
            {
                words.Append('…');
                break;
            }

            words.Append(IsHarmless(rune) ? rune.ToString() : " ");
        }

        return words.ToString().Trim() is { Length: > 0 } line ? line : otherwise;
    }

    /// <summary>Not one that moves, hides or ends what is around it.</summary>
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);
}
