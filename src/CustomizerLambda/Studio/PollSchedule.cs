namespace CustomizerLambda.Studio;

/// <summary>
/// How often to ask for something that may take from seconds to many minutes: often at first, then ever less, never all at once. Pure but for its
/// jitter, a quarter more or less.
/// </summary>
internal static class PollSchedule
{
    private static readonly TimeSpan LongestWhenThrottled = TimeSpan.FromSeconds(60);

    /// <summary>The pause before SageMaker is asked again, when <paramref name="waited"/> has passed since the first time.</summary>
    /// <param name="waited">How long the app has been waited for.</param>
    /// <param name="knocks">Whether the app's own address is asked as well: then SageMaker is asked for little more than whether the app has failed.</param>
    /// <param name="throttled">How often in a row the answer was that there are too many questions.</param>
    public static TimeSpan After(TimeSpan waited, bool knocks = false, int throttled = 0)
    {
        var pause = knocks ? Math.Clamp(waited.TotalSeconds / 8, 4, 15) : Math.Clamp(waited.TotalSeconds / 20, 1, 8);
        return throttled == 0 ? Jitter(pause) : Jitter(Math.Min(pause * Math.Pow(2, throttled), LongestWhenThrottled.TotalSeconds));
    }

    /// <summary>The pause before the app's address is asked again. The front door isn't SageMaker's API: a browser that waits for its app asks as often.</summary>
    public static TimeSpan BeforeKnock(TimeSpan waited) => Jitter(Math.Clamp(waited.TotalSeconds / 240, 0.5, 1));

#pragma warning disable CA5394 // Jitter is no secret.
    private static TimeSpan Jitter(double seconds) => TimeSpan.FromSeconds(seconds * (0.75 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
}
