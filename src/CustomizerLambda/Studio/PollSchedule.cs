namespace CustomizerLambda.Studio;

/// <summary>How often to ask for something that may take from seconds to many minutes: often at first, then ever less, never all at once. Pure but for its jitter.</summary>
internal static class PollSchedule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>The pause before the next question, when <paramref name="waited"/> has passed since the first: a twentieth of it, give or take a quarter.</summary>
    public static TimeSpan After(TimeSpan waited)
    {
        var pause = Math.Clamp(waited.TotalSeconds / 20, Shortest.TotalSeconds, Longest.TotalSeconds);
#pragma warning disable CA5394 // Jitter is no secret.
        return TimeSpan.FromSeconds(pause * (0.75 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }
}
