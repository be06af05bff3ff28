namespace CustomizerLambda.Run;

/// <summary>Short texts that come from an app, or may quote it (names, reasons, errors), as they may be shown: harmless, in one line, with secrets masked, and not long.</summary>
internal static class AppText
{
    /// <summary>In characters.</summary>
    private const int Longest = 500;

    /// <inheritdoc cref="AppText"/>
    public static string Of(string text)
    {
        // What is cut off anyway isn't looked at.
        var line = SecretMask.Once(OutputText.Clean(text.Length > 4 * Longest ? text[..(4 * Longest)] : text)).ReplaceLineEndings(" ");
        if (line.Length <= Longest) return line;
        var end = char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest;
        return line[..end] + "…";
    }
}
