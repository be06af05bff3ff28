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
        if (line.Length == 0) return otherwise;
        if (line.Length <= AppLimits.MaxText) return line;
        return line[..(char.IsHighSurrogate(line[AppLimits.MaxText - 1]) ? AppLimits.MaxText - 1 : AppLimits.MaxText)] + "…";
    }
}
