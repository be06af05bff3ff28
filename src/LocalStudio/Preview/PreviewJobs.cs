using LocalStudio.Cli;
using LocalStudio.Package;
using Spectre.Console;

namespace LocalStudio.Preview;

/// <summary>What can be known before deploying: <c>--check</c> and <c>--plan</c>. The function's own program does the work.</summary>
internal static class PreviewJobs
{
    /// <summary>Checks a folder of set-up commands, and its examples.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> CheckAsync(string? directory, Terminal terminal, CancellationToken cancellationToken)
    {
        var folder = FunctionPackage.SetupCommandsDirectory(directory);

        // Not checked while it is published: all problems are to be told, not the first in a compiler's words.
        var package = await FunctionPackage.PublishUncheckedAsync(cancellationToken);
        var exitCode = await FunctionProgram.RunAsync(
            package, environment: null, ["check-setup-commands", folder], line => Write(terminal, line, "default"), line => Write(terminal, line, "red"), cancellationToken);
        return exitCode == 0 ? ExitCodes.Done : ExitCodes.NotDone;
    }

    /// <summary>Shows what an event would come to.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> PlanAsync(StudioHost studio, FileInfo file, string owner, Terminal terminal, CancellationToken cancellationToken)
    {
        var preview = await studio.PlanAsync(await File.ReadAllTextAsync(file.FullName, cancellationToken), owner, cancellationToken);
        var app = preview.App is { } named ? $" in {named.DomainId}/{named.SpaceName ?? named.UserProfileName}/{named.AppType}/{named.AppName} of {named.UserProfileName ?? "nobody"}" : "";
        if (preview.Runs) Show(preview, terminal);
        terminal.Out.MarkupLine(Markup.Escape(preview.Runs
            ? $"{preview.Commands.Count(command => command.Runs)} of {preview.Commands.Count} set-up commands would be run{app}."
            : $"Nothing would be run{app}: {preview.Reason}."));
        return ExitCodes.Done;
    }

    private static void Show(RunPreview preview, Terminal terminal)
    {
        var table = new Table { Border = terminal.IsPlain ? TableBorder.Markdown : TableBorder.Rounded };
        table.AddColumns("Command", "Would be run", "Directives");
        foreach (var command in preview.Commands)
        {
            var answer = (command.Runs ? "yes" : "no") + (command.Reason is null ? "" : $", {command.Reason}");
            table.AddRow(Markup.Escape(command.Name), $"[{(command.Runs ? "green" : "yellow")}]{Markup.Escape(answer)}[/]", Markup.Escape(command.Directives));
        }

        terminal.Out.Write(table);
    }

    private static void Write(Terminal terminal, string line, string style) => terminal.Out.MarkupLine($"[{style}]{Markup.Escape(line)}[/]");
}
