using Spectre.Console;

namespace Bench.Measuring;

/// <summary>A benchmark's figures on the console.</summary>
internal static class ResultTable
{
    public static void Show(Result result, Effort effort)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated($"[bold]{result.Benchmark.Name}[/]: {result.Benchmark.Description}");
        AnsiConsole.MarkupLineInterpolated($"[grey]{Machine.Describe()}; load {result.Load}[/]");
        if (effort.IsSmoke) AnsiConsole.MarkupLine("[grey]A smoke run: the figures mean nothing.[/]");
        if (result.Failure is not null)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{result.Failure}[/]");
            return;
        }

        var table = new Table().AddColumns([.. Result.Columns]);
        foreach (var figure in result.Figures) table.AddRow([.. Result.Row(figure).Select(cell => Markup.Escape(cell))]);
        AnsiConsole.Write(table);
    }
}
