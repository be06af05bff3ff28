using System.Text.RegularExpressions;

namespace CustomizerLambda.Setup;

/// <summary>
/// A line that its author takes for a directive, and that isn't one: misspelt, without its colon, behind an invisible character, not at the beginning of a
/// line. What decides is the line's first word. Prose that mentions the customizer, or a directive in its course, is prose.
/// </summary>
internal static partial class DirectiveLookalike
{
    private const string Word = "customizer";

    /// <summary>Whether a comment, from its <c>#</c> on, looks like a directive. A real one does too.</summary>
    public static bool Is(string comment) => Read(comment) is { } line && ((line.IsExact && line.HasColon) || line.HasDirective);

    /// <summary>Whether a line of code does, which nobody has written as such: its <c>#</c> is missing, or behind an invisible character.</summary>
    public static bool IsCode(string code) => Read(code) is { HasColon: true, HasDirective: true };

    /// <summary>Whether a comment below a directive is nothing but more of them.</summary>
    public static bool IsContinuation(string comment)
    {
        var words = Spelling.Folded(comment).TrimStart('#', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && words.All(word => word.Split('=', 2) is [var key, { Length: > 0 }] && Spelling.Nearest(key, Directives.Keys) is not null);
    }

    /// <summary>What to do about one in the comments at the head.</summary>
    public static string Advice(string line) => $"write a directive as '{Directives.Marker} key=value', at the beginning of a line, not '{Spelling.Visible(line)}'.";

    /// <summary>Null when its first word is another.</summary>
    private static (bool IsExact, bool HasColon, bool HasDirective)? Read(string line)
    {
        if (FirstWord().Match(Spelling.Folded(line)) is not { Success: true } match) return null;
        var (word, hasColon, rest) = (match.Groups["word"].Value.ToLowerInvariant(), match.Groups["colon"].Success, match.Groups["rest"].Value);

        // 'customer' is another word.
        if (word.Length is < 9 or > 12 || Spelling.Distance(word, Word) > 2) return null;
        return (word == Word, hasColon, Pairs(rest).Any(pair => (pair.Index == 0 || hasColon) && Spelling.Nearest(pair.Key, Directives.Keys) is not null));
    }

    private static IEnumerable<(int Index, string Key)> Pairs(string text) => Pair().Matches(text).Select(match => (match.Index, match.Groups["key"].Value));

    [GeneratedRegex(@"^\P{L}*(?:studio\P{L}{0,2}(?:start\P{L}?up\P{L})?)?(?<word>\p{L}+)(?<colon>['""\]>)* ]*[:\u02d0\u0589\u05c3\u2236\ua789\ufe13\ufe55])?[^\p{L}]*(?<rest>.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"(?<![\w-])(?<key>\p{L}[\w-]*) *[=:]")]
    private static partial Regex Pair();
}
