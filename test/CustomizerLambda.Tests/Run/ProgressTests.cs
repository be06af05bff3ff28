using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Run;

public sealed class ProgressTests
{
    private const string Good = "running 1763632800000 exited 0 1763632805000 5 1 - L2xvZw==- 0 5";
    private const string Hello = "aGVsbG8=";

    public static TheoryData<int, string> DamagedWords => new()
    {
        { 0, "" }, { 0, "Running" }, { 0, "gone" },
        { 1, "" }, { 1, "now" }, { 1, "-1" }, { 1, "99999999999999999999" }, { 1, "253402300800000" },
        { 2, "" }, { 2, "Exited" }, { 2, "exited0" }, { 2, "timed-out" }, { 2, "not-run" },
        { 3, "" }, { 3, "-" }, { 3, "256" }, { 3, "-1" }, { 3, "+0" }, { 3, "0x0" }, { 3, "00000000000" + "a" }, { 3, "٠" }, { 3, "99999999999" },
        { 4, "" }, { 4, "later" }, { 4, "-5" },
        { 5, "" }, { 5, "-" }, { 5, "five" }, { 5, "-5" },
        { 6, "" }, { 6, "-" }, { 6, "-1" }, { 6, "twice" },
        { 8, "" }, { 8, "L2xvZw==" }, { 8, "***-" },
        { 9, "" }, { 9, "1" }, { 9, "-0" },
        { 10, "" }, { 10, "4" }, { 10, "6" }, { 10, "x" },
    };

    [Fact]
    public void A_whole_answer_is_read()
    {
        var progress = Parse(Good.Split(' '))!;
        Assert.Equal((Supervisor.Running, 5, "/log"), (progress.Supervisor, progress.Size, progress.OutputFile));
        Assert.Equal(new CommandEnd(Outcome.Succeeded, 0, null, DateTimeOffset.FromUnixTimeMilliseconds(1763632805000)), progress.End);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763632800000), progress.StartedAt);
        Assert.Equal("hello"u8, progress.Bytes.Span);
    }

    [Fact]
    public void A_big_piece_comes_compressed()
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 2000).Select(number => $"line {number}\n")));
        var progress = ParseCompressed(bytes, bytes.Length)!;
        Assert.Equal(bytes, progress.Bytes.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1 << 30)]
    public void A_compressed_piece_that_is_not_as_long_as_it_says_spoils_the_answer(int error) =>
        Assert.Null(ParseCompressed(new byte[5000], 5000 + error));

    [Theory]
    [InlineData("")]
    [InlineData("aGVsbG8")]
    [InlineData("aGVsbG8h")]
    [InlineData("!!!!")]
    [InlineData("gz:")]
    [InlineData("gz:aGVsbG8=")]
    [InlineData("gz:!!!!")]
    public void What_cannot_be_unpacked_spoils_the_answer(string piece) => Assert.Null(Parse(Good.Split(' '), piece));

    [Fact]
    public void A_command_that_has_not_begun_has_nothing()
    {
        var progress = Parse("running - - - - 0 0 - - 0 0".Split(' '), "")!;
        Assert.Equal((null, null, 0, null, 0), (progress.StartedAt, progress.End, progress.Size, progress.OutputFile, progress.Bytes.Length));
    }

    [Theory]
    [MemberData(nameof(DamagedWords))]
    public void A_damaged_word_spoils_the_answer(int index, string damaged)
    {
        var words = Good.Split(' ');
        words[index] = damaged;
        Assert.Null(Parse(words));
    }

    [Fact]
    public void An_answer_that_is_cut_anywhere_is_no_success()
    {
        for (var length = 0; length < Good.Length; length++) Assert.Null(Parse(Good[..length].Split(' '), ""));
        for (var length = 0; length < Hello.Length; length++) Assert.Null(Parse(Good.Split(' '), Hello[..length]));
    }

    [Theory]
    [MemberData(nameof(DamagedWords))]
    public void A_damaged_answer_leaves_none_of_its_bytes_behind(int index, string damaged)
    {
        var words = Good.Split(' ');
        words[index] = damaged;
        var output = new ArrayBufferWriter<byte>();
        output.Write("before"u8);
        Progress.TryParse(Answer(words, Hello), 0, output);
        Assert.Equal("before"u8, output.WrittenSpan);
    }

    [Fact]
    public void A_word_that_is_missing_or_too_many_spoils_the_answer()
    {
        var words = Good.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            Assert.Null(Parse([.. words[..i], .. words[(i + 1)..]]));
            Assert.Null(Parse([.. words[..i], "1", .. words[i..]]));
        }
    }

    [Fact]
    public void An_answer_for_another_offset_is_not_the_one_that_was_asked_for() => Assert.Null(Progress.TryParse(Answer(Good.Split(' '), Hello), 5, new()));

    [Fact]
    public void An_answer_of_another_kind_is_none() => Assert.Null(Progress.TryParse(Answer(Good.Split(' '), Hello) with { Kind = "run" }, 0, new()));

    [Fact]
    public void Of_all_exit_codes_only_zero_is_a_success()
    {
        for (var code = 0; code <= 255; code++)
        {
            Assert.True(CommandEnd.TryParse("exited", code.ToString(CultureInfo.InvariantCulture), "1763632805000", "-", out var end));
            Assert.Equal((code == 0 ? Outcome.Succeeded : Outcome.Failed, code), (end!.Outcome, end.ExitCode));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(" ")]
    [InlineData("256")]
    [InlineData("-0")]
    [InlineData("0 ")]
    [InlineData("0\n")]
    [InlineData("O")]
    [InlineData("0.0")]
    [InlineData("null")]
    [InlineData("４")]
    public void An_exit_code_that_cannot_be_read_is_never_a_success(string code)
    {
        Assert.False(CommandEnd.TryParse("exited", code, "1763632805000", "-", out var end));
        Assert.Null(end);
    }

    [Theory]
    [InlineData("already-succeeded", CommandReasons.AlreadySucceeded)]
    [InlineData("unchanged", CommandReasons.Unchanged)]
    [InlineData("run-limit:90", "the run reached its time limit of 90 s (the parameter RunLimitMinutes)")]
    [InlineData("stopped-by:10-a.sh", "10-a.sh failed (on-failure=stop)")]
    [InlineData("-", "the app doesn't say why")]
    [InlineData("disk-full", CommandReasons.DiskFull)]
    [InlineData("stopped-by", "the app doesn't say why")]
    public void A_command_that_did_not_run_has_a_reason(string word, string reason)
    {
        Assert.True(CommandEnd.TryParse("not-run", "-", "1763632805000", word, out var end));
        Assert.Equal((Outcome.NotRun, null, reason), (end!.Outcome, end.ExitCode, end.Reason));
    }

    [Fact]
    public void A_command_whose_time_was_up_has_no_exit_code()
    {
        Assert.True(CommandEnd.TryParse("timed-out", "-", "1763632805000", "disk-full", out var end));
        Assert.Equal((Outcome.TimedOut, null, CommandReasons.DiskFull), (end!.Outcome, end.ExitCode, end.Reason));
        Assert.False(CommandEnd.TryParse("timed-out", "0", "1763632805000", "-", out _));
        Assert.False(CommandEnd.TryParse("not-run", "0", "1763632805000", "-", out _));
    }

    [Fact]
    public void A_runs_state_is_read()
    {
        var names = Convert.ToBase64String(Encoding.ASCII.GetBytes("10-a.sh\n20-b.sh\n"));
        var state = RunState.TryParse(new Frame(1, "run", ["running", "77.123", "-", "2", "4096", "5000", "abc", names]))!;
        Assert.Equal((Supervisor.Running, "77.123", null, 2, 4096, "abc"), (state.Supervisor, state.Lease, state.ReportedVerdict, state.Command, state.Offset, state.PackageDigest));
        Assert.Equal(["10-a.sh", "20-b.sh"], state.Commands);
    }

    [Fact]
    public void The_right_to_follow_may_be_somebody_elses() =>
        Assert.Null(RunState.TryParse(new Frame(1, "run", ["running", "taken", "done", "2", "0", "0", "-", "QQ=="]))!.Lease);

    [Fact]
    public void A_run_that_nobody_has_begun_is_followed_from_its_beginning()
    {
        var state = RunState.TryParse(new Frame(1, "run", ["absent"]))!;
        Assert.Equal((Supervisor.Absent, null, 1, 0), (state.Supervisor, state.Lease, state.Command, state.Offset));
    }

    [Theory]
    [InlineData("run running mine - 1 0 0 -")]
    [InlineData("run running mine - 1 0 0 - *")]
    [InlineData("run walking mine - 1 0 0 - QQ==")]
    [InlineData("run running mine - one 0 0 - QQ==")]
    [InlineData("run running mine - 1 -1 0 - QQ==")]
    [InlineData("run running mine - 1 99999999999999999999 0 - QQ==")]
    [InlineData("run running mine - 1 0 0 - QQ== more")]
    [InlineData("run running mine - 1 9 8 - QQ==")]
    [InlineData("run")]
    [InlineData("progress absent")]
    public void A_damaged_state_is_none(string answer)
    {
        var words = answer.Split(' ');
        Assert.Null(RunState.TryParse(new Frame(1, words[0], words[1..])));
    }

    private static Progress? ParseCompressed(byte[] bytes, int length)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return Parse([.. Good.Split(' ')[..^1], length.ToString(CultureInfo.InvariantCulture)], "gz:" + Convert.ToBase64String(packed.ToArray()));
    }

    private static Frame Answer(string[] words, string body) => new(1, "progress", words, Encoding.ASCII.GetBytes(body));

    private static Progress? Parse(string[] words, string body = Hello) => Progress.TryParse(Answer(words, body), 0, new());
}
