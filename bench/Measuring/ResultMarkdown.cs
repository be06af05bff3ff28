using System.Text;

namespace Bench.Measuring;

/// <summary>Figures as a page of Markdown.</summary>
internal static class ResultMarkdown
{
    public static string Of(IEnumerable<Result> results)
    {
        var page = new StringBuilder();
        page.AppendLine("# Figures");
        page.AppendLine();
        page.AppendLine("Written by `dotnet run -c Release --project bench -- --markdown docs/figures.md`. Both values of a row come from the same run, measured in turn; values are medians.");
        page.AppendLine();
        page.AppendLine($"{Machine.Describe()}.");
        foreach (var result in results)
        {
            page.AppendLine();
            page.AppendLine($"## {result.Benchmark.Name}");
            page.AppendLine();
            page.AppendLine($"{char.ToUpperInvariant(result.Benchmark.Description[0])}{result.Benchmark.Description[1..]}. The machine's load when it began: {result.Load}.");
            page.AppendLine();
            if (result.Failure is not null) page.AppendLine($"{result.Failure}.");
            else AppendTable(page, result.Figures);
        }

        return page.ToString();
    }

    private static void AppendTable(StringBuilder page, IReadOnlyList<Figure> figures)
    {
        page.AppendLine($"| {string.Join(" | ", Result.Columns)} |");
        page.AppendLine($"|{string.Concat(Enumerable.Repeat("---|", Result.Columns.Count))}");
        foreach (var figure in figures) page.AppendLine($"| {string.Join(" | ", Result.Row(figure))} |");
    }
}
