using System.Text;
using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

public sealed class FrameReaderTests
{
    private const string RunId = "c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01";
    private const string Other = "c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e02";

    private static readonly byte[] Sample = Encoding.UTF8.GetBytes(
        $"Welcome to Studio — ☃\r\n$ exec bash \\036%s 0\r\n\u001e{RunId} 0 listening\r\n\u001b[?2004h\u001e{Other} 1 ok\n"
        + $"\u001e{RunId} 1 run absent\nnoise\u001e{RunId} 2 progr\u001e{RunId} 2 progress running - -\n\u001e\n\u001e\u001e\n"
        + $"{RunId} 3 ok\n\u001e{RunId} x ok\n\u001e{RunId} 4\n\u001e{RunId} -4 ok\n\u001e{RunId} 4 ok \u001e{RunId} 5 ok\u001e");

    private static readonly string[] Expected = ["0 listening", "1 run absent", "2 progress running - -"];

    [Fact]
    public void Frames_are_found_between_prompts_echoes_and_foreign_frames() => Assert.Equal(Expected, Read([Sample]));

    [Fact]
    public void Any_two_pieces_of_a_stream_give_the_same_frames()
    {
        for (var cut = 0; cut <= Sample.Length; cut++) Assert.Equal(Expected, Read([Sample[..cut], Sample[cut..]]));
    }

    [Fact]
    public void A_stream_byte_by_byte_gives_the_same_frames() => Assert.Equal(Expected, Read(Sample.Select(one => (byte[])[one])));

    [Fact]
    public void Any_pieces_of_a_stream_give_the_same_frames()
    {
        var random = new Random(20261120);
        for (var i = 0; i < 2000; i++)
        {
            List<byte[]> pieces = [];
            for (var start = 0; start < Sample.Length;)
            {
                var length = random.Next(0, 1 + Math.Min(Sample.Length - start, 60));
                pieces.Add(Sample[start..(start + length)]);
                start += length;
            }

            Assert.Equal(Expected, Read(pieces));
        }
    }

    [Fact]
    public void A_frame_that_is_cut_does_not_harm_the_whole_one_behind_it() =>
        Assert.Equal(["2 ok"], Read([Encoding.ASCII.GetBytes($"\u001e{RunId} 1 progress runn"), Encoding.ASCII.GetBytes($"\u001e{RunId} 2 ok\n")]));

    [Fact]
    public void The_echo_of_the_first_line_is_no_frame() =>
        Assert.Empty(Read([Encoding.ASCII.GetBytes($" exec bash --norc -c 'id={RunId}; printf \"\\036%s 0 listening\\n\" \"$id\"'\r\n{RunId} 0 listening\r\n")]));

    [Fact]
    public void Another_runs_frame_is_not_ours() => Assert.Empty(Read([Encoding.ASCII.GetBytes($"\u001e{Other} 1 ok\n")]));

    [Fact]
    public void A_run_id_that_only_begins_like_ours_is_not_ours() => Assert.Empty(Read([Encoding.ASCII.GetBytes($"\u001e{RunId}0 1 ok\n")]));

    [Fact]
    public void A_frame_has_words_and_an_empty_last_one_counts()
    {
        var frame = Assert.Single(Frames([Encoding.ASCII.GetBytes($"\u001e{RunId} 12 progress a  b \r\n")]));
        Assert.Equal((12, "progress"), (frame.Number, frame.Kind));
        Assert.Equal(["a", "", "b", ""], frame.Words);
    }

    [Fact]
    public void A_frame_may_have_a_body_behind_a_tab()
    {
        var frames = Frames([Encoding.ASCII.GetBytes($"\u001e{RunId} 12 progress a\tYWJj\r\n\u001e{RunId} 13 ok\n")]);
        Assert.Equal(["a"], frames[0].Words);
        Assert.Equal("YWJj"u8, frames[0].Body.Span);
        Assert.True(frames[1].Body.IsEmpty);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void A_line_that_is_longer_than_any_frame_is_none_however_it_is_cut(int pieces)
    {
        var line = new byte[9 * 1024 * 1024];
        Array.Fill(line, (byte)'A');
        Encoding.ASCII.GetBytes($"\u001e{RunId} 1 ok ").CopyTo(line, 0);
        line[^1] = (byte)'\n';
        Assert.Equal(["2 ok"], Read([.. line.Chunk((line.Length / pieces) + 1), Encoding.ASCII.GetBytes($"\u001e{RunId} 2 ok\n")]));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_frames_words_have_a_longest_length(int more, bool isTaken)
    {
        var head = $"1 ok {new string('A', AppLimits.MaxFrameWords + more - 5)}";
        Assert.Equal(isTaken ? [head] : [], Read([Encoding.ASCII.GetBytes($"\u001e{RunId} {head}\n")]));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_frame_has_so_many_words_and_no_more(int more, bool isTaken)
    {
        var words = $"1 ok{string.Concat(Enumerable.Repeat(" a", AppLimits.MaxWords - 2 + more))}";
        Assert.Equal(isTaken ? [words] : [], Read([Encoding.ASCII.GetBytes($"\u001e{RunId} {words}\n")]));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_frames_body_has_a_longest_length(int more, bool isTaken)
    {
        var body = new string('A', AppLimits.MaxFrameBody + more);
        Assert.Equal(isTaken ? 1 : 0, Frames(Encoding.ASCII.GetBytes($"\u001e{RunId} 1 ok\t{body}\n").Chunk(65_536)).Count);
    }

    [Fact]
    public void A_frame_of_a_whole_piece_of_output_is_taken()
    {
        // The longest that agent.sh prints: a piece that doesn't compress is in base64 with a head of gzip's.
        var body = "gz:" + Convert.ToBase64String(new byte[OutputWindow.LargestPiece + 4096]);
        var frame = Assert.Single(Frames(Encoding.ASCII.GetBytes($"\u001e{RunId} 1 progress a b\t{body}\n").Chunk(1024)));
        Assert.Equal(body.Length, frame.Body.Length);
    }

    [Fact]
    public void The_plan_of_a_hundred_commands_is_taken()
    {
        var line = $"{new string('a', 90)}.sh\t86400\tcontinue\twhen-changed\t{new string('0', 64)}\trefresh\tnot-for:profiles={new string('a', 300)}:{new string('b', 63)}\n";
        var plan = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, 100))));
        Assert.Single(Frames([Encoding.ASCII.GetBytes($"\u001e{RunId} 1 run running lease - 1 0 0 {new string('0', 64)} {plan}\n")]));
    }

    [Fact]
    public void A_frame_that_nobody_awaits_is_passed_over()
    {
        List<Frame> frames = [];
        var reader = new FrameReader(RunId);
        reader.Append(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(number => $"\u001e{RunId} {number % 10} ok\n"))), frames, number => number == 3 && frames.Count < 2);
        Assert.Equal([3, 3], frames.Select(frame => frame.Number));
    }

    private static string[] Read(IEnumerable<byte[]> pieces) =>
        [.. Frames(pieces).Select(frame => string.Join(' ', [$"{frame.Number}", frame.Kind, .. frame.Words]))];

    private static List<Frame> Frames(IEnumerable<byte[]> pieces)
    {
        var reader = new FrameReader(RunId);
        List<Frame> frames = [];
        foreach (var piece in pieces) reader.Append(piece, frames, _ => true);
        return frames;
    }
}
