using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

public sealed class OutputLogTests : IDisposable
{
    private readonly CapturedLog _log = new();

    [Fact]
    public void A_private_key_is_masked_wherever_pieces_begin_and_whoever_goes_on()
    {
        var body = MadeUpSecrets.KeyBody(26);
        var printed = Encoding.ASCII.GetBytes($"before\n{MadeUpSecrets.Key("RSA PRIVATE KEY", 26)}after\n");
        for (var cut = 0; cut <= printed.Length; cut++)
        {
            var output = InTwo(printed, cut, byAnother: true);
            Assert.Null(body.FirstOrDefault(line => SecretMaskTests.Leaked(output, line) is not null));
            Assert.EndsWith("\nafter\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_over_many_lines_of_the_log_is_masked()
    {
        var body = MadeUpSecrets.KeyBody(200);
        foreach (var lead in (int[])[0, 20_000, 32_700, 32_768, 40_000, 65_000])
        {
            var printed = Encoding.ASCII.GetBytes($"{Lines(lead)}{MadeUpSecrets.Key("PGP PRIVATE KEY BLOCK", 200)}{Lines(40_000)}");
            var output = InTwo(printed, printed.Length, byAnother: false);
            Assert.Null(body.FirstOrDefault(line => SecretMaskTests.Leaked(output, line) is not null));
            Assert.EndsWith(Lines(40_000), output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\",\"")]
    [InlineData("\t|")]
    public void A_secret_in_a_line_without_end_is_masked_wherever_that_is_cut(string between)
    {
        foreach (var (line, secret) in MadeUpSecrets.Lines)
        {
            var filler = string.Concat(Enumerable.Repeat("filler" + between, 200_000 / 7));
            foreach (var before in (int[])[4000, 4096 - line.Length, 4096 - 8, 4090, OutputLog.LongestLine - line.Length, OutputLog.LongestLine - 20, OutputLog.LongestLine - 4])
            {
                var printed = Encoding.UTF8.GetBytes($"{filler[..before]}{between}{line}{between}{filler[..60_000]}");
                var output = InTwo(printed, printed.Length, byAnother: false);
                Assert.True(SecretMaskTests.Leaked(output, secret) is null, $"{line} leaked after {before}");
            }
        }
    }

    [Fact]
    public void A_token_is_masked_whatever_its_place_in_a_line_that_is_cut()
    {
        var (line, secret) = MadeUpSecrets.Lines[0];
        for (var before = 4000; before < 4160; before++)
        {
            var printed = Encoding.ASCII.GetBytes($"{new string('x', before)} {line} {new string('y', 9000)}");
            for (var end = 4100; end < 4240; end += 7)
            {
                Assert.Null(SecretMaskTests.Leaked(InTwo(printed, end, byAnother: end % 2 == 0), secret));
            }
        }
    }

    [Fact]
    public void A_colour_in_a_line_that_is_cut_leaves_no_part_of_a_token_open()
    {
        var (_, secret) = MadeUpSecrets.Lines[0];
        var printed = Encoding.ASCII.GetBytes($"{new string('x', 4000)} it is \u001b[1mghp_{secret[..10]}\u001b[0m{secret[10..]} {new string('y', 9000)}");
        for (var end = 4097; end < 4120; end++) Assert.Null(SecretMaskTests.Leaked(InTwo(printed, end, byAnother: false), secret));
    }

    [Fact]
    public void A_token_that_the_end_of_what_is_logged_cuts_is_masked()
    {
        var (_, secret) = MadeUpSecrets.Lines[0];
        for (var length = 1; length <= secret.Length; length++)
        {
            var log = new OutputLog(_log.Logger, 1, "10-a.sh");
            log.Write(0, Encoding.ASCII.GetBytes($"https://ada:{secret[..length]}"));
            log.Write(0, Encoding.ASCII.GetBytes($"it is ghp_{secret[..length]}"));
        }

        Assert.DoesNotContain(_log.Pieces, piece => piece.Text.Contains(secret[..10], StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_piece_makes_the_same_lines_whoever_logs_it()
    {
        var random = new Random(11);
        var printed = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 6000).Select(_ => random.Next(300) switch
        {
            0 => MadeUpSecrets.Key("RSA PRIVATE KEY", random.Next(60)),
            1 => new string('x', random.Next(9000)) + "\n",
            < 30 => MadeUpSecrets.Lines[random.Next(MadeUpSecrets.Lines.Count)].Line + "\n",
            _ => "some words of a line of output\n",
        })));
        new OutputLog(_log.Logger, 1, "10-a.sh").Write(0, printed);
        var lines = _log.Pieces;
        foreach (var (offset, _) in lines)
        {
            using var again = new CapturedLog();
            var log = new OutputLog(again.Logger, 1, "10-a.sh");
            SkipTo(log, printed, offset);
            log.Write(offset, printed.AsSpan((int)offset));
            Assert.Equal(lines.Where(piece => piece.Offset >= offset), again.Pieces);
        }
    }

    [Fact]
    public void A_tail_shows_nothing_of_a_secret_that_begins_before_it()
    {
        var key = MadeUpSecrets.Key("OPENSSH PRIVATE KEY", 60);
        foreach (var (printed, secrets) in MadeUpSecrets.Lines.Select(one => (one.Line + "\n", (IReadOnlyList<string>)[one.Secret])).Append((key, MadeUpSecrets.KeyBody(60))))
        {
            for (var after = 0; after < 2100; after += printed.Length > 1000 ? 31 : 1)
            {
                var bytes = Encoding.UTF8.GetBytes($"{Lines(30_000)}{printed}{Lines(after)}");
                var tail = OutputLog.Tail(bytes.AsSpan(bytes.Length - 2000 - SecretMask.LeadIn), 2000);
                Assert.Null(secrets.FirstOrDefault(secret => SecretMaskTests.Leaked(tail, secret) is not null));
                Assert.EndsWith(Lines(Math.Min(after, 2000)), tail, StringComparison.Ordinal);
                if (printed.Length < 1000) after += 12;
            }
        }
    }

    [Fact]
    public void A_tail_without_secrets_is_the_end_of_the_text()
    {
        Assert.Equal("all of it\n", OutputLog.Tail("all of it\n"u8, 2000));
        Assert.Equal("ten\n", OutputLog.Tail("one to ten\n"u8, 4));
        Assert.Equal("é😀", OutputLog.Tail("aé😀"u8, 3));
        Assert.Equal("é", OutputLog.Tail("😀é"u8, 2));
        Assert.Equal("100%", OutputLog.Tail("10%\r100%"u8, 2000));
        Assert.Equal("", OutputLog.Tail([], 2000));
    }

    public void Dispose() => _log.Dispose();

    private static string Lines(int length) => string.Concat(Enumerable.Repeat("another line\n", (length / 13) + 1))[^length..];

    /// <summary>Logs what may be logged of the first <paramref name="cut"/> bytes, and then the rest, as a follower does, or two.</summary>
    private static string InTwo(byte[] printed, int cut, bool byAnother)
    {
        using var captured = new CapturedLog();
        var log = new OutputLog(captured.Logger, 1, "10-a.sh");
        var first = OutputText.Consumed(printed.AsSpan(0, cut), isLast: cut == printed.Length);
        log.Write(0, printed.AsSpan(0, first));
        if (byAnother)
        {
            log = new OutputLog(captured.Logger, 1, "10-a.sh");
            SkipTo(log, printed, first);
        }

        log.Write(first, printed.AsSpan(first));
        return captured.Output;
    }

    private static void SkipTo(OutputLog log, byte[] printed, long offset)
    {
        var leadIn = log.LeadIn(offset);
        if (leadIn > 0) log.SkipTo(offset, printed.AsSpan((int)offset - leadIn, leadIn));
    }
}
