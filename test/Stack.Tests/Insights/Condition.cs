using System.Globalization;
using System.Text.RegularExpressions;

namespace Stack.Tests.Insights;

/// <summary>What <c>filter</c> asks of a row.</summary>
internal static class Condition
{
    /// <summary>Reads <c>or</c> of <c>and</c> of comparisons.</summary>
    public static Func<Row, bool> Read(Tokens tokens)
    {
        var alternatives = new List<Func<Row, bool>> { ReadAnd(tokens) };
        while (tokens.TryTake("or")) alternatives.Add(ReadAnd(tokens));
        return row => alternatives.Any(alternative => alternative(row));
    }

    private static Func<Row, bool> ReadAnd(Tokens tokens)
    {
        var all = new List<Func<Row, bool>> { ReadOne(tokens) };
        while (tokens.TryTake("and")) all.Add(ReadOne(tokens));
        return row => all.All(condition => condition(row));
    }

    private static Func<Row, bool> ReadOne(Tokens tokens)
    {
        if (tokens.TryTake("not")) return Negated(ReadOne(tokens));
        if (tokens.TryTake("("))
        {
            var inner = Read(tokens);
            tokens.Require(")");
            return inner;
        }

        if (!tokens.TryTake("ispresent")) return ReadComparison(tokens.TakeField(), tokens);
        tokens.Require("(");
        var field = tokens.TakeField();
        tokens.Require(")");
        return row => row[field] is not null;
    }

    private static Func<Row, bool> ReadComparison(string field, Tokens tokens)
    {
        if (tokens.TryTake("not")) return Negated(ReadComparison(field, tokens));
        var comparison = tokens.Take();
        switch (comparison.ToUpperInvariant())
        {
            case "LIKE":
                var pattern = tokens.Take();
                var regex = new Regex(pattern[0] == '/' ? pattern[1..^1] : Regex.Escape((string)Literal(pattern)));
                return row => row[field] is string text && regex.IsMatch(text);
            case "IN":
                tokens.Require("[");
                var values = tokens.TakeList(() => Literal(tokens.Take())).ToList();
                tokens.Require("]");
                return row => values.Contains(row[field]!);
            case "=" or "!=" or "<" or "<=" or ">" or ">=":
                var value = Literal(tokens.Take());
                return row => row[field] is { } actual && actual.GetType() == value.GetType() && Holds(Comparer<object>.Default.Compare(actual, value), comparison);
            default:
                throw new FormatException($"'{comparison}' doesn't compare.");
        }
    }

    private static bool Holds(int order, string comparison) => comparison switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static object Literal(string token) => token[0] switch
    {
        '"' or '\'' => token[1..^1],
        >= '0' and <= '9' => double.Parse(token, CultureInfo.InvariantCulture),
        _ => throw new FormatException($"A string or a number is expected, not '{token}'."),
    };

    private static Func<Row, bool> Negated(Func<Row, bool> condition) => row => !condition(row);
}
