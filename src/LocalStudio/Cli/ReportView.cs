using System.Globalization;
using Spectre.Console;

namespace LocalStudio.Cli;

/// <summary>Shows a report: the tail of each command that didn't succeed, a table of all, and the verdict.</summary>
internal sealed class ReportView(Terminal terminal, Func<ReportedApp, string, string?> whereOutputIs)
{
    private const int TailLines = 40;

    public void Show(Report report, bool namesApp)
    {
        var commands = report.Commands ?? [];
        terminal.Out.WriteLine();
        var name = namesApp && report.App is { } named ? AppLabel.Of(named.SpaceName, named.UserProfileName, named.AppType) : null;
        if (name is not null) terminal.Out.MarkupLine($"[bold]{Markup.Escape(name)}[/]");
        foreach (var command in commands.Where(command => command.Outcome is "failed" or "timedOut")) ShowTail(report, command);
        if (commands.Count > 0) terminal.Out.Write(Table(commands));
        foreach (var command in commands.Where(command => command.Hint is not null))
        {
            terminal.Out.MarkupLine($"[yellow]{Markup.Escape(command.Name)}: {Markup.Escape(command.Hint!)}[/]");
        }

        var reason = report.Reason is null ? "" : $": {report.Reason}";
        terminal.Out.WriteLine();
        terminal.Out.MarkupLine($"[bold]Verdict{(name is null ? "" : $" of {Markup.Escape(name)}")}: [{(report.IsDone ? "green" : "red")}]{Markup.Escape(report.Verdict)}[/][/]{Markup.Escape(reason)}");
    }

    private void ShowTail(Report report, ReportedCommand command)
    {
        terminal.Out.MarkupLine($"[bold]{Markup.Escape(command.Name)}[/] {Outcome(command)}. The last that it printed:");
        terminal.Indent(string.Join('\n', (command.Tail ?? "(nothing)").TrimEnd('\n').Split('\n').TakeLast(TailLines)), "default");
        if (command.OutputFile is { } file && report.App is { } app) terminal.Out.MarkupLine($"[grey]All of it: {Markup.Escape(whereOutputIs(app, file) ?? $"{file} in the app, which ends with LocalStudio: --keep keeps it")}[/]");
        terminal.Out.WriteLine();
    }

    private Table Table(IReadOnlyList<ReportedCommand> commands)
    {
        var table = new Table { Border = terminal.IsPlain ? TableBorder.Markdown : TableBorder.Rounded };
        table.AddColumn("Command");
        table.AddColumn("Outcome");
        table.AddColumn(new TableColumn("Exit code").RightAligned());
        table.AddColumn(new TableColumn("Duration").RightAligned());
        foreach (var command in commands)
        {
            var style = command.Outcome == "succeeded" ? "green" : command.Outcome == "notRun" ? "yellow" : "red";
            table.AddRow(
                Markup.Escape(command.Name),
                $"[{style}]{Markup.Escape(Outcome(command))}[/]",
                command.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "",
                command.DurationMs is { } duration ? string.Create(CultureInfo.InvariantCulture, $"{duration / 1000.0:0.00} s") : "");
        }

        return table;
    }

    private static string Outcome(ReportedCommand command)
    {
        var words = command.Outcome switch
        {
            "timedOut" => "timed out",
            "notRun" => "not run",
            var outcome => outcome,
        };
        return command.Reason is null ? words : $"{words} ({command.Reason})";
    }
}
