using System.Text.RegularExpressions;

namespace LocalStudio.CodeEditor;

/// <summary>Why npm failed, by what it printed.</summary>
internal static partial class NpmFailure
{
    /// <summary>What it is, and what to check; else its own last words.</summary>
    public static string Explain(IReadOnlyList<string> printed)
    {
        var text = string.Join('\n', printed);
        if (Git().IsMatch(text)) return "One of its dependencies is a commit of a git repository, which couldn't be fetched: check that git works and reaches it, or take another version (--code-editor).";
        if (Network().IsMatch(text)) return "npm didn't get what it asked its registry for: try npm ping.";
        if (Compiler().IsMatch(text)) return "One of its native modules didn't compile: check that g++, make and python3 work.";
        return printed.LastOrDefault(line => Error().IsMatch(line)) is { } last ? $"npm said: {Prefix().Replace(last, "")}." : "npm didn't say why.";
    }

    [GeneratedRegex(@"git ls-remote|code 128|(An unknown git error|unable to access 'https?://)|git dep preparation failed", RegexOptions.IgnoreCase)]
    private static partial Regex Git();

    [GeneratedRegex(@"\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|E401|E403|E404|ETARGET|E5\d\d)\b")]
    private static partial Regex Network();

    [GeneratedRegex(@"gyp ERR!|make: \*\*\*|\bg\+\+: |not found: (make|g\+\+|cc|python)|(make|g\+\+|python3?): (command )?not found")]
    private static partial Regex Compiler();

    [GeneratedRegex(@"^npm (ERR!|error)(?!.*A complete log of this run)")]
    private static partial Regex Error();

    [GeneratedRegex(@"^npm (ERR!|error)\s*")]
    private static partial Regex Prefix();
}
