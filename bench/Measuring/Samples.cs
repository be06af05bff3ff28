namespace Bench.Measuring;

/// <summary>Repeated measuring of several things on a machine that does other work as well.</summary>
internal static class Samples
{
    /// <summary>Measures each in turn, again and again, so that what disturbs one disturbs them all. A first round, which only warms up, isn't kept.</summary>
    /// <returns>For each, what was measured.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<T>>> AlternatelyAsync<T>(int rounds, CancellationToken cancellationToken, params IReadOnlyList<Func<CancellationToken, Task<T>>> measures)
    {
        var samples = measures.Select(_ => new List<T>()).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            for (var n = 0; n < measures.Count; n++)
            {
                var sample = await measures[n](cancellationToken);
                if (round > 0) samples[n].Add(sample);
            }
        }

        return samples;
    }

    /// <summary>The value in the middle.</summary>
    public static double Median<T>(this IEnumerable<T> samples, Func<T, double> value)
    {
        var sorted = samples.Select(value).Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
