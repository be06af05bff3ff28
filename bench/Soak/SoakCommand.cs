using System.Collections.Concurrent;
using System.Diagnostics;
using LocalStudio;
using Spectre.Console;

namespace Bench.Soak;

/// <summary>What to soak.</summary>
internal sealed record SoakOptions(int Runs, int Seed, int Studios, TimeSpan Limit, string AppType, string CodeEditorVersion);

/// <summary>Many runs with random faults, and what became of each.</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan[] FunctionTimeouts = [TimeSpan.FromSeconds(900), TimeSpan.FromSeconds(900), TimeSpan.FromSeconds(8)];

    public static async Task<int> RunAsync(SoakOptions options, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Limit);
        var began = Stopwatch.GetTimestamp();
        var left = new ConcurrentQueue<int>(Enumerable.Range(0, options.Runs));
        var outcomes = new ConcurrentBag<SoakOutcome>();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Studios).Select(studio => WorkAsync(studio, options, left, outcomes, limit.Token)));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            AnsiConsole.MarkupLine("[red]Time is up.[/]");
        }

        Show(outcomes, options, Stopwatch.GetElapsedTime(began));
        return outcomes.Count == options.Runs && outcomes.All(outcome => outcome.Violations.Count == 0) ? 0 : 1;
    }

    private static async Task WorkAsync(
        int number, SoakOptions options, ConcurrentQueue<int> left, ConcurrentBag<SoakOutcome> outcomes, CancellationToken cancellationToken)
    {
        await using var studio = await StudioHost.StartAsync(
            new StudioOptions
            {
                SetupCommandsDirectory = Path.Combine(AppContext.BaseDirectory, "commands", "soak"),
                CodeEditorVersion = options.CodeEditorVersion,
                FunctionTimeout = FunctionTimeouts[number % FunctionTimeouts.Length],
            },
            cancellationToken);
        while (left.TryDequeue(out var run))
        {
            var outcome = await SoakRun.RunAsync(studio, options.AppType, run, new Random((options.Seed * 7919) + run), cancellationToken);
            outcomes.Add(outcome);
            Console.WriteLine($"{outcomes.Count,4} of {options.Runs}  {(outcome.Violations.Count == 0 ? "held" : "BROKE")}  {outcome.Faults}{string.Concat(outcome.Violations.Select(violation => $"\n        {violation}"))}");
        }
    }

    private static void Show(ConcurrentBag<SoakOutcome> outcomes, SoakOptions options, TimeSpan elapsed)
    {
        var table = new Table().AddColumns("", "count");
        table.AddRow("runs", $"{outcomes.Count} of {options.Runs}");
        table.AddRow("held", $"{outcomes.Count(outcome => outcome.Violations.Count == 0)}");
        table.AddRow("functions killed", $"{outcomes.Sum(outcome => outcome.Kills)}");
        table.AddRow("restarts of the app's server", $"{outcomes.Sum(outcome => outcome.Restarts)}");
        table.AddRow("times that the way was lost", $"{outcomes.Sum(outcome => outcome.WaysLost)}");
        table.AddRow("hand-overs", $"{outcomes.Sum(outcome => outcome.HandOvers)}");
        table.AddRow("deliveries of events", $"{outcomes.Sum(outcome => outcome.Deliveries)}");
        table.AddRow("minutes", $"{elapsed.TotalMinutes:0.0}");
        AnsiConsole.Write(table);
    }
}
