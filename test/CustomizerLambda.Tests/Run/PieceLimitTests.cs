using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

public sealed class PieceLimitTests
{
    private static readonly TimeSpan Quickly = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Slowly = TimeSpan.FromSeconds(3);

    private readonly PieceLimit _limit = new();

    private int Most => _limit.Of(int.MaxValue);

    [Fact]
    public void At_first_as_much_is_asked_for_as_ever() => Assert.Equal(OutputWindow.LargestPiece, Most);

    [Fact]
    public void What_is_less_is_asked_for_as_it_is() => Assert.Equal(7, _limit.Of(7));

    [Fact]
    public void Where_the_way_is_lost_less_is_asked_for_but_never_less_than_a_line()
    {
        _limit.WasLost();
        Assert.Equal(OutputWindow.LargestPiece / 4, Most);
        for (var loss = 0; loss < 20; loss++) _limit.WasLost();
        Assert.InRange(Most, OutputText.LongestLine + 1, OutputWindow.LargestPiece / 8);
    }

    [Fact]
    public void Whole_pieces_that_come_quickly_make_the_next_ones_larger()
    {
        _limit.WasLost();
        var before = Most;
        _limit.CameThrough(before - 1, Quickly);
        _limit.CameThrough(before, Slowly);
        Assert.Equal(before, Most);
        _limit.CameThrough(before, Quickly);
        Assert.Equal(2 * before, Most);
        for (var pieces = 0; pieces < 20; pieces++) _limit.CameThrough(Most, Quickly);
        Assert.Equal(OutputWindow.LargestPiece, Most);
    }
}
