using System.Globalization;

namespace Stack.Tests.Insights;

/// <summary>What <c>stats … by …</c> makes of rows: one for each group.</summary>
internal sealed class Statistics
{
    private readonly List<(string Name, Func<IReadOnlyList<Row>, object?> Of)> _columns;
    private readonly List<string> _by;

    public Statistics(Tokens tokens)
    {
        _columns = [.. tokens.TakeList(() => ReadColumn(tokens))];
        _by = tokens.TryTake("by") ? [.. tokens.TakeList(tokens.TakeField)] : [];
    }

    /// <summary>The columns of the answer.</summary>
    public IReadOnlyList<string> Columns => [.. _by, .. _columns.Select(column => column.Name)];

    public IEnumerable<Row> Of(IEnumerable<Row> rows) => rows
        .GroupBy(row => string.Join('\0', _by.Select(field => row[field])))
        .Select(group =>
        {
            var members = group.ToList();
            var row = new Row();
            foreach (var field in _by) row[field] = members[0][field];
            foreach (var (name, of) in _columns) row[name] = of(members);
            return row;
        });

    private static (string, Func<IReadOnlyList<Row>, object?>) ReadColumn(Tokens tokens)
    {
        var function = tokens.TakeField();
        tokens.Require("(");
        var field = tokens.TryTake("*") ? "*" : tokens.TakeField();
        var percent = tokens.TryTake(",") ? double.Parse(tokens.Take(), CultureInfo.InvariantCulture) : 0;
        tokens.Require(")");
        tokens.Require("as");
        var name = tokens.TakeField();
        return (name, rows => Aggregate(function, percent, field == "*" ? [] : [.. rows.Select(row => row[field]).OfType<object>()], field, rows));
    }

    private static object? Aggregate(string function, double percent, List<object> values, string field, IReadOnlyList<Row> rows) => function switch
    {
        "count" => (double)(field == "*" ? rows.Count : values.Count),
        "count_distinct" => (double)values.Distinct().Count(),
        "latest" => rows.Where(row => row[field] is not null).MaxBy(row => row["@timestamp"])?[field],
        "max" => values.Max(),
        "min" => values.Min(),
        "sum" => values.Cast<double>().Sum(),
        "avg" => values.Cast<double>().Average(),
        "pct" => values.Order().ElementAt((int)Math.Ceiling(percent / 100 * values.Count) - 1),
        _ => throw new FormatException($"stats has no {function}."),
    };
}
