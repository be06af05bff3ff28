using System.Text;
using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

/// <summary>A follower gets what was printed in pieces, and gives again what a rendering didn't consume.</summary>
public sealed class OutputTextInPiecesTests
{
    private const int LargestPiece = 128 * 1024;

    [Fact]
    public void Lines_in_any_pieces_give_the_same_text_as_at_once()
    {
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            var bytes = RandomOutput.Nasty(random, 200);
            var atOnce = OutputText.Render(bytes, isLast: true, out _);
            Assert.Equal(atOnce, InPieces(bytes, () => random.Next(1, 100)));
            Assert.Equal(atOnce, InPieces(bytes, () => 1));
        }
    }

    [Fact]
    public void Nothing_of_plain_text_is_lost_whatever_its_lines_are_like()
    {
        var random = new Random(2);
        for (var i = 0; i < 100; i++)
        {
            byte[] bytes = [.. Enumerable.Range(0, random.Next(6)).SelectMany(_ => (byte[])[.. RandomOutput.Plain(random, random.Next(9000)), (byte)'\n'])];
            Assert.Equal(Encoding.ASCII.GetString(bytes), InPieces(bytes, () => random.Next(1, 5000)));
        }
    }

    [Fact]
    public void A_line_of_ten_megabytes_comes_whole_in_bounded_pieces()
    {
        var bytes = RandomOutput.Plain(new Random(5), 10 * 1024 * 1024);
        Assert.Equal(Encoding.ASCII.GetString(bytes), InPieces(bytes, () => LargestPiece));
    }

    [Fact]
    public void No_character_of_a_long_line_is_cut_in_two()
    {
        var random = new Random(6);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(_ => ((string[])["a", "é", "☃", "😀", "日"])[random.Next(5)]));
        for (var i = 0; i < 20; i++) Assert.Equal(text, InPieces(Encoding.UTF8.GetBytes(text), () => random.Next(1, 6000)));
    }

    [Fact]
    public void Colours_in_a_long_line_leave_nothing_behind_wherever_it_is_cut()
    {
        var random = new Random(8);
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\u001b[38;5;120mok\u001b[0m ", 3000)));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(string.Concat(Enumerable.Repeat("ok ", 3000)), InPieces(bytes, () => random.Next(4200, 9000)));
        }
    }

    [Fact]
    public void A_progress_bar_without_line_feeds_ends_in_its_last_state()
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(n => $"\r{n} of 4999")) + "\n");
        Assert.EndsWith("4999 of 4999\n", InPieces(bytes, () => 5000), StringComparison.Ordinal);
        Assert.Equal("4999 of 4999\n", OutputText.Render(bytes, isLast: true, out _));
    }

    [Fact]
    public void Whatever_a_long_line_holds_a_full_piece_brings_it_on()
    {
        var random = new Random(9);
        foreach (var unit in (string[])["\r", "\u001b", "\0", "\u001b[", "\u001b]", "\u00e9", "😀", "\r\u001b", "a\r"])
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 50_000)));
            _ = InPieces(bytes, () => 5000);
        }

        for (var i = 0; i < 50; i++)
        {
            byte[] bytes = [.. RandomOutput.Nasty(random, 30_000).Where(one => one != '\n')];
            _ = InPieces(bytes, () => 5000);
        }
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xc0)]
    [InlineData(0xff)]
    [InlineData('\r')]
    [InlineData(0x1b)]
    [InlineData(0)]
    public void Noise_comes_in_as_few_pieces_as_text(int unit)
    {
        var noise = new byte[200_000];
        Array.Fill(noise, (byte)unit);
        var pieces = 0;
        _ = InPieces(noise, () =>
        {
            Assert.InRange(++pieces, 1, 2 * noise.Length / 5000);
            return 5000;
        });
    }

    /// <summary>As a follower: each piece begins where the last rendering left off, and holds a little more than it did.</summary>
    private static string InPieces(byte[] bytes, Func<int> more)
    {
        var text = new StringBuilder();
        int offset = 0, end = 0;
        while (offset < bytes.Length)
        {
            Assert.True(end < bytes.Length && end - offset < LargestPiece, "A full piece was not consumed.");
            end = Math.Min(bytes.Length, Math.Min(Math.Max(end, offset) + more(), offset + LargestPiece));
            text.Append(OutputText.Render(bytes.AsSpan(offset, end - offset), isLast: end == bytes.Length, out var consumed));
            Assert.InRange(consumed, 0, end - offset);
            offset += consumed;
        }

        return text.ToString();
    }
}
