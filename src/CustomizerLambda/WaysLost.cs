namespace CustomizerLambda;

/// <summary>
/// How often one invocation has lost the way into an app, and how long to wait before the next one. What counts is this invocation, not what came
/// through in between: an app could let a byte through each time. Pure.
/// </summary>
internal sealed class WaysLost
{
    /// <summary>In a row, without the run having gone on in between.</summary>
    private const int MaxInVain = 10;

    /// <summary>A front door that cuts connections, or a server that a command restarts, costs little at first.</summary>
    private const int Quick = 8;

    private const double ShortestSeconds = 0.5;
    private const double LongestSeconds = 60;
    private const double LongestInVainSeconds = 15;

    private int _inVain;
    private int _lost;

    /// <summary>Whether nothing is learnt any more.</summary>
    public bool AreInVain => _inVain >= MaxInVain;

    /// <summary>Whether this invocation has had as many as it may.</summary>
    public bool AreTooMany => _lost >= AppLimits.MaxWaysLost;

    /// <summary>The pause before the way is tried again.</summary>
    public TimeSpan Pause => TimeSpan.FromSeconds(Math.Max(
        Math.Min(ShortestSeconds * Math.Pow(2, _inVain - 1), LongestInVainSeconds), Math.Min(ShortestSeconds * Math.Pow(2, Math.Max(0, _lost - Quick)), LongestSeconds)));

    /// <summary>One more is lost.</summary>
    /// <param name="held">How long it had held.</param>
    /// <param name="hasAdvanced">Whether something of the run was learnt by it.</param>
    public void Add(TimeSpan held, bool hasAdvanced)
    {
        _inVain = hasAdvanced ? 1 : _inVain + 1;
        if (held < AppLimits.LongWay) _lost++;
    }
}
