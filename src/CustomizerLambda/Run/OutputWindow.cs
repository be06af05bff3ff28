namespace CustomizerLambda.Run;

/// <summary>Which bytes of a command's output are logged: all of them up to a limit; past it, the first half of the limit and the last. Pure.</summary>
/// <param name="limit">In bytes.</param>
internal sealed class OutputWindow(long limit)
{
    /// <summary>The offset that stands for "the head is logged; the tail is known when the command has ended".</summary>
    public const long PastHead = long.MaxValue;

    /// <summary>How much is read at once, in bytes.</summary>
    public const int LargestPiece = 1024 * 1024;

    private long Head => limit / 2;

    /// <summary>How many bytes of an output of <paramref name="size"/> aren't logged.</summary>
    public long Omitted(long size) => Math.Max(0, size - limit);

    /// <summary>Where to read next, when the log has everything before <paramref name="offset"/> that it shall have.</summary>
    /// <param name="size">How much there is, up to now or, when the command has ended, for good.</param>
    public long Next(long offset, long size, bool hasEnded)
    {
        if (!hasEnded) return offset < Head ? offset : PastHead;
        if (size <= limit) return offset == PastHead ? Head : offset;
        return offset < Head ? offset : Math.Max(offset == PastHead ? Head : offset, size - (limit - Head));
    }

    /// <summary>How much to read from <paramref name="offset"/> on.</summary>
    public int Piece(long offset, long size, bool hasEnded) =>
        offset == PastHead ? 0 : (int)Math.Clamp(End(offset, size, hasEnded) - offset, 0, LargestPiece);

    /// <summary>Whether nothing that is logged follows directly on what ends at <paramref name="end"/>, read from <paramref name="offset"/> on.</summary>
    public bool IsLast(long offset, long end, long size, bool hasEnded) =>
        offset == PastHead || (end >= End(offset, size, hasEnded) && (hasEnded || end >= Head));

    /// <summary>Where the part ends that <paramref name="offset"/> is in: the head, or all there is.</summary>
    private long End(long offset, long size, bool hasEnded) => hasEnded && (size <= limit || offset >= Head) ? size : Head;
}
