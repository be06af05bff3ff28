using System.Globalization;

namespace Stack.Tests.Insights;

/// <summary>
/// A query in the language of CloudWatch Logs Insights: of it, what the stack's queries use, and an error for anything else
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html).
/// </summary>
internal sealed class Query
{
    private readonly List<Func<IEnumerable<Row>, IEnumerable<Row>>> _steps = [];
    private readonly List<string> _columns = [];

    /// <exception cref="FormatException">It isn't understood.</exception>
    public Query(string text)
    {
        var tokens = new Tokens(text);
        do _steps.Add(ReadStep(tokens));
        while (tokens.TryTake("|"));
        if (!tokens.IsAtEnd) throw new FormatException($"'{tokens.Peek}' isn't expected.");
    }

    /// <summary>The names of the answer's columns.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>The answer, as CloudWatch shows it: a list of texts for each row. Where the query doesn't sort, the latest row is first.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Over(IEnumerable<string> log)
    {
        var rows = log.Select(Row.OfLogLine).OrderByDescending(row => row["@timestamp"]).AsEnumerable();
        return [.. _steps.Aggregate(rows, (current, step) => step(current)).Select(row => _columns.Select(column => Text(row[column])).ToList())];
    }

    private Func<IEnumerable<Row>, IEnumerable<Row>> ReadStep(Tokens tokens)
    {
        var command = tokens.Take();
        switch (command)
        {
            case "fields":
                var fields = tokens.TakeList(() => ReadField(tokens)).ToList();
                _columns.AddRange(fields.Select(field => field.Name));
                return rows => rows.Select(row => WithAliases(row, fields));
            case "display":
                _columns.Clear();
                _columns.AddRange(tokens.TakeList(tokens.TakeField));
                return rows => rows;
            case "filter":
                var condition = Condition.Read(tokens);
                return rows => rows.Where(condition);
            case "stats":
                var statistics = new Statistics(tokens);
                _columns.Clear();
                _columns.AddRange(statistics.Columns);
                return statistics.Of;
            case "sort":
                var keys = tokens.TakeList(() => (Field: tokens.TakeField(), IsDescending: ReadDirection(tokens))).ToList();
                return rows => keys.Aggregate(rows.OrderBy(_ => 0), (sorted, key) =>
                    key.IsDescending ? sorted.ThenByDescending(row => row[key.Field]) : sorted.ThenBy(row => row[key.Field]));
            case "dedup":
                var same = tokens.TakeList(tokens.TakeField).ToList();
                return rows => rows.DistinctBy(row => string.Join('\0', same.Select(field => row[field])));
            case "limit":
                var count = int.Parse(tokens.Take(), CultureInfo.InvariantCulture);
                return rows => rows.Take(count);
            default:
                throw new FormatException($"There is no command {command}.");
        }
    }

    private static (string Field, string Name) ReadField(Tokens tokens)
    {
        var field = tokens.TakeField();
        return (field, tokens.TryTake("as") ? tokens.TakeField() : field);
    }

    private static Row WithAliases(Row row, List<(string Field, string Name)> fields)
    {
        foreach (var (field, name) in fields) row[name] = row[field];
        return row;
    }

    private static bool ReadDirection(Tokens tokens) => tokens.TryTake("desc") || (tokens.TryTake("asc") && false);

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
