using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

public sealed class OutputWindowTests
{
    private static readonly long[] Limits = [4096, 5001, 300_000, 1_048_576];

    [Fact]
    public void An_output_within_the_limit_is_logged_whole_and_once()
    {
        foreach (var limit in Limits)
        {
            foreach (var size in (long[])[0, 1, (limit / 2) - 1, limit / 2, (limit / 2) + 1, limit - 1, limit]) AssertLogged(limit, size, [(0, size)]);
        }
    }

    [Fact]
    public void Of_a_longer_output_exactly_the_head_and_the_tail_are_logged()
    {
        foreach (var limit in Limits)
        {
            var head = limit / 2;
            foreach (var size in (long[])[limit + 1, limit + 2, limit + 1000, (2 * limit) + 1, 20 * limit])
            {
                AssertLogged(limit, size, [(0, head), (size - (limit - head), size)]);
                Assert.Equal(size - limit, new OutputWindow(limit).Omitted(size));
            }
        }
    }

    [Fact]
    public void Within_the_limit_nothing_is_omitted() => Assert.Equal(0, new OutputWindow(4096).Omitted(4096));

    [Fact]
    public void A_piece_is_never_larger_than_a_frame_may_be() => Assert.Equal(1024 * 1024, new OutputWindow(1L << 30).Piece(0, long.MaxValue, hasEnded: true));

    /// <summary>Reads as a follower does, at once and while the output grows, undisturbed and with the way lost once at each recorded place.</summary>
    private static void AssertLogged(long limit, long size, (long From, long To)[] expected)
    {
        foreach (var growth in (long[])[size, Math.Max(1, size / 3), Math.Max(1, size / 7)])
        {
            List<Step> places = [];
            Assert.Equal(Bytes(expected), Follow(limit, size, growth, new Step(0, 0, []), places));
            foreach (var place in places) Assert.Equal(Bytes(expected), Follow(limit, size, growth, place, []));
        }
    }

    /// <summary>What is logged from a place on; behind it, nothing is known of the output any more but what the app remembers: the offset.</summary>
    private static List<(long From, long To)> Follow(long limit, long size, long growth, Step place, List<Step> places)
    {
        var window = new OutputWindow(limit);
        var (offset, printed, logged) = (place.Offset, place.Printed, place.Logged.ToList());
        long known = 0;
        var hasEnded = false;
        while (true)
        {
            places.Add(new Step(offset, printed, [.. logged]));
            var from = window.Next(offset, known, hasEnded);
            var piece = window.Piece(from, known, hasEnded);
            printed = Math.Min(size, printed + growth);
            (known, hasEnded) = (printed, printed == size);
            var read = from == OutputWindow.PastHead ? 0 : (int)Math.Clamp(known - from, 0, piece);
            if (read > 0)
            {
                logged.Add((from, from + read));
                offset = from + read;
            }

            if (hasEnded && window.Next(offset, known, hasEnded) >= size) return Bytes(logged);
            Assert.True(places.Count < 10_000, "It doesn't come to an end.");
        }
    }

    /// <summary>Neighbours become one; what is there twice stays twice.</summary>
    private static List<(long From, long To)> Bytes(IEnumerable<(long From, long To)> parts)
    {
        List<(long From, long To)> merged = [];
        foreach (var part in parts.Where(part => part.To > part.From))
        {
            if (merged.Count > 0 && merged[^1].To == part.From) merged[^1] = (merged[^1].From, part.To);
            else merged.Add(part);
        }

        return merged;
    }

    private sealed record Step(long Offset, long Printed, IReadOnlyList<(long From, long To)> Logged);
}
