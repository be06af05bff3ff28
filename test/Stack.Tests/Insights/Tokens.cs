using System.Text.RegularExpressions;

namespace Stack.Tests.Insights;

/// <summary>The words of a query, read from left to right.</summary>
internal sealed partial class Tokens
{
    private readonly List<string> _tokens = [];
    private int _next;

    /// <exception cref="FormatException">There is something in the query that isn't a word of the language.</exception>
    public Tokens(string query)
    {
        for (var at = 0; at < query.Length;)
        {
            var match = Token().Match(query, at);
            if (!match.Success) throw new FormatException($"'{query[at..]}' isn't understood.");
            if (!string.IsNullOrWhiteSpace(match.Value) && match.Value[0] != '#') _tokens.Add(match.Value);
            at += match.Length;
        }
    }

    public bool IsAtEnd => _next == _tokens.Count;

    /// <summary>The next word; empty at the end.</summary>
    public string Peek => IsAtEnd ? "" : _tokens[_next];

    public string Take() => IsAtEnd ? throw new FormatException("The query breaks off.") : _tokens[_next++];

    /// <summary>Takes the next word if it is this one; keywords may be in any case.</summary>
    public bool TryTake(string word)
    {
        if (!string.Equals(Peek, word, StringComparison.OrdinalIgnoreCase)) return false;
        _next++;
        return true;
    }

    public void Require(string word)
    {
        if (!TryTake(word)) throw new FormatException($"'{word}' is expected before '{Peek}'.");
    }

    public string TakeField() => FieldName().IsMatch(Peek) ? Take() : throw new FormatException($"A field is expected before '{Peek}'.");

    /// <summary>One or more, with commas between them.</summary>
    public IEnumerable<T> TakeList<T>(Func<T> take)
    {
        do yield return take();
        while (TryTake(","));
    }

    [GeneratedRegex("""\G(\s+|#[^\n]*|"[^"]*"|'[^']*'|/[^/]+/|[@A-Za-z_][A-Za-z0-9_.@]*|[0-9]+(\.[0-9]+)?|!=|<=|>=|[=<>(),|*\[\]])""")]
    private static partial Regex Token();

    [GeneratedRegex("^[@A-Za-z_]")]
    private static partial Regex FieldName();
}
