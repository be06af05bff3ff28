namespace CustomizerLambda.Run;

/// <summary>How much output to ask for at once: where the way in is slow, or is cut again and again, smaller pieces come through. Pure.</summary>
internal sealed class PieceLimit
{
    /// <summary>In bytes; more than the longest line that is waited for.</summary>
    private const int Smallest = 2 * OutputText.LongestLine;

    /// <summary>A larger piece is asked for only where this one has come within that time.</summary>
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(1);

    private int _limit = OutputWindow.LargestPiece;

    /// <summary>How much of <paramref name="length"/> bytes to ask for.</summary>
    public int Of(int length) => Math.Min(length, _limit);

    /// <summary>A piece has come.</summary>
    public void CameThrough(int length, TimeSpan time)
    {
        if (length == _limit && time < Quickly) _limit = Math.Min(_limit * 2, OutputWindow.LargestPiece);
    }

    /// <summary>The way was lost.</summary>
    public void WasLost() => _limit = Math.Max(_limit / 4, Smallest);
}
