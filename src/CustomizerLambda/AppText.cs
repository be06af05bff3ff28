using CustomizerLambda.Run;

namespace CustomizerLambda;

/// <summary>
/// Short texts that come from an app, or may quote it (names, reasons, errors), as they may be shown: harmless, in one line, with secrets masked, and not
/// long.
/// </summary>
internal static class AppText
{
    /// <summary>The text, or <paramref name="otherwise"/> where there is none.</summary>
    public static string Of(string? text, string otherwise = "no reason given")
    {
        // What is cut off anyway isn't looked at.
        var whole = text ?? "";
        const int Looked = 4 * AppLimits.MaxText;
        var line = SecretMask.Once(OutputText.Clean(whole.Length > Looked ? whole[..Looked] : whole)).ReplaceLineEndings(" ").Trim();
        return line.Length == 0 ? otherwise : Cut(line, AppLimits.MaxText);
    }

    /// <summary>The text, or its beginning and <c>…</c> where it has more than so many characters; none is cut in two.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
}
