using Bench.Measuring;
using LocalStudio;

namespace Bench.LogVolume;

/// <summary>How much is logged of output that is meant for a screen.</summary>
internal static class LogVolumeBenchmark
{
    private const double Megabyte = 1024 * 1024;

    private static readonly (string Command, string What, string[] Useful)[] Commands =
    [
        ("10-installs.sh", "an installation of 60 packages", [.. Enumerable.Range(1, 60).Select(number => $"Collecting package-{number}>=1.0\n"), "Successfully installed sixty packages\n"]),
        ("20-shows-progress.sh", "a progress bar of 1,000 steps", ["1000/1000 [", "saved model.safetensors\n"]),
    ];

    public static Benchmark Benchmark { get; } = new(
        "log-volume", "bytes logged of output with progress bars, beside the terminal's raw stream", TimeSpan.FromMinutes(3), MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        await using var studio = await BenchStudio.StartAsync("chatty", new StudioOptions(), cancellationToken);
        var before = studio.Host.Function.Log.Entries.Count;
        await studio.CustomizeAsync(cancellationToken);
        var lines = PrintedOutput.Of(studio.Host, before);
        await using var terminal = await BareTerminal.OpenAsync(studio.Host, studio.App, cancellationToken);
        var figures = new List<Figure>();
        foreach (var (command, what, useful) in Commands)
        {
            var its = lines.Where(line => line.Text.Contains($"\"{command}\"", StringComparison.Ordinal)).ToList();
            var text = string.Concat(its.Select(PrintedOutput.Text));
            if (useful.FirstOrDefault(words => !text.Contains(words, StringComparison.Ordinal)) is { } lost) throw new InvalidOperationException($"The log of {command} has lost '{lost}'.");
            var raw = await terminal.RunAsync($"bash '{Path.Combine(BenchStudio.Commands("chatty"), "every-app", command)}'", cancellationToken);
            figures.Add(new(what, its.Sum(PrintedOutput.Length) / Megabyte, Unit.Megabytes) { Beside = "raw terminal stream", BesideValue = raw / Megabyte, RatioTarget = Bound.AtMost(0.5) });
        }

        return figures;
    }
}
