using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Bench.Fuzz;

/// <summary>Throws generated inputs at every border for as long as it is told to, and counts them.</summary>
internal static class FuzzCommand
{
    /// <param name="limit">For how long.</param>
    /// <param name="seed">The first input's; the next one has the next. A seed and a target make one input, always the same.</param>
    /// <returns>0 when every input was read or refused.</returns>
    public static async Task<int> RunAsync(TimeSpan limit, long seed, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var targets = FuzzTarget.All;
        var tried = 0L;
        for (var next = (ulong)seed; Stopwatch.GetElapsedTime(began) < limit && !cancellationToken.IsCancellationRequested; next++)
        {
            foreach (var target in targets)
            {
                try
                {
                    await target.TryAsync(next);
                    tried++;
                }
#pragma warning disable CA1031 // Any exception is what is looked for.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    AnsiConsole.WriteLine($"{target.Name}, seed {next}: {exception}");
                    AnsiConsole.WriteLine($"FAILED after {tried.ToString("N0", CultureInfo.InvariantCulture)} inputs");
                    return 1;
                }
            }
        }

        AnsiConsole.WriteLine(
            $"{tried.ToString("N0", CultureInfo.InvariantCulture)} inputs at {targets.Count} borders ({string.Join(", ", targets.Select(target => target.Name))}) in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s: each was read or refused");
        return 0;
    }
}
