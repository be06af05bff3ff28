using System.Text.Json;
using Bench.Measuring;
using LocalStudio;
using LocalStudio.Journals;

namespace Bench.Cost;

/// <summary>What AWS is paid for, of one app start that was measured, for 1,000 of them.</summary>
internal static class CostBenchmark
{
    private const double Megabyte = 1024 * 1024;
    private const int Starts = 1000;

    /// <summary>What template.sam.yaml gives the function, in GB.</summary>
    private const double Memory = 0.25;

    /// <summary>What a function has that polls the app and watches the terminal from the beginning to the end, in GB.</summary>
    private const double SimpleMemory = 0.125;

    /// <summary>How long the set-up commands take that the costs are for. Both functions watch all the while.</summary>
    private static readonly TimeSpan Install = TimeSpan.FromSeconds(60);

    public static Benchmark Benchmark { get; } = new(
        "cost",
        "1,000 starts of apps that take 60 s, with set-up commands that take 60 s and print as an installation does: derived from one such start, beside a function of 128 MB that polls the app, watches the terminal and logs all that it sees",
        TimeSpan.FromMinutes(5),
        MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        var pending = TimeSpan.FromSeconds(effort.Pick(60, 1));
        await using var studio = await BenchStudio.StartAsync("chatty", new StudioOptions { Pending = pending }, cancellationToken);
        var attempt = studio.Host.Function.Invocations.Entries[0].Attempts[^1];
        var commands = JsonDocument.Parse(attempt.Result!).RootElement.GetProperty("commands").EnumerateArray().Sum(command => command.GetProperty("durationMs").GetDouble()) / 1000;
        var seconds = (attempt.EndedAt - attempt.StartedAt).TotalSeconds - commands + Install.TotalSeconds;
        var logged = studio.Host.Function.Log.Entries.Sum(PrintedOutput.Length);
        var calls = studio.Host.Events.Entries.OfType<ApiCalled>().Count(call => call.ByFunction);
        const string beside = "polling and watching";
        return
        [
            new("GB-seconds", seconds * Memory * Starts, Unit.GigabyteSeconds) { Beside = beside, BesideValue = (pending + Install).TotalSeconds * SimpleMemory * Starts },
            new("log", logged / Megabyte * Starts, Unit.Megabytes) { Beside = beside, BesideValue = await RawAsync(studio, cancellationToken) / Megabyte * Starts },
            new("API calls", calls * Starts, Unit.Count) { Beside = beside, BesideValue = 1 * Starts },
        ];
    }

    private static async Task<double> RawAsync(BenchStudio studio, CancellationToken cancellationToken)
    {
        await using var terminal = await BareTerminal.OpenAsync(studio.Host, studio.App, cancellationToken);
        return await terminal.RunAsync($"for f in '{BenchStudio.Commands("chatty")}'/every-app/*.sh; do bash $f; done", cancellationToken);
    }
}
