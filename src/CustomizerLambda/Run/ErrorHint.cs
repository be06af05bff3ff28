using System.Buffers;

namespace CustomizerLambda.Run;

/// <summary>
/// The first line that looks like an error's, of what a command prints. A command whose last line succeeds has succeeded, whatever failed before: bash
/// goes on after an error unless it is told not to.
/// </summary>
internal sealed class ErrorHint
{
    /// <summary>How much of the line is shown, in characters.</summary>
    private const int LongestLine = 200;

    private static readonly SearchValues<string> Signs = SearchValues.Create(
        ["error:", "fatal:", "E: ", "command not found", "No such file or directory", "Permission denied", "Traceback (most recent call last)"], StringComparison.OrdinalIgnoreCase);

    private string? _line;

    /// <summary>The hint, for a command that succeeded; null where nothing looks like an error.</summary>
    public string? Sentence => _line is null ? null : $"it succeeded, but printed lines that look like errors: does it hide a failure (set -euo pipefail)? The first one: {_line}";

    /// <summary>Looks at the next text that is logged, with secrets masked.</summary>
    public void Look(string text)
    {
        var at = 0;
        while (_line is null && text.AsSpan(at).IndexOfAny(Signs) is var found and >= 0)
        {
            at += found;
            var start = text.LastIndexOf('\n', at) + 1;
            if (IsSign(text, at, start)) _line = Line(text.AsSpan(start));
            at++;
        }
    }

    /// <summary>apt-get begins a line with <c>E: </c>; the others may stand behind a program's name, but not in a word, unless it is an exception's.</summary>
    private static bool IsSign(string text, int at, int start)
    {
        if (text.AsSpan(at, 3) is "E: ") return at == start;
        var isException = text.AsSpan(at, 2) is "Er";
        return at == start || isException || !(char.IsAsciiLetterLower(text[at - 1]) || text[at - 1] is '_' or '-');
    }

    private static string Line(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        return AppText.Cut((end < 0 ? text : text[..end]).Trim().ToString(), LongestLine);
    }
}
