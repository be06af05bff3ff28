using System.Globalization;
using System.Text;
using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

public sealed class OutputTextTests
{
    [Theory]
    [InlineData("hello\nworld\n", "hello\nworld\n")]
    [InlineData("no line feed at the end", "no line feed at the end")]
    [InlineData("Ünïcödé ☃ 😀 日本\n", "Ünïcödé ☃ 😀 日本\n")]
    [InlineData("a\tb\n", "a\tb\n")]
    [InlineData("dos\r\nlines\r\n", "dos\nlines\n")]
    [InlineData("10%\r50%\r100%\n", "100%\n")]
    [InlineData("kept\n10%\r100%\nkept\n", "kept\n100%\nkept\n")]
    [InlineData("10%\r100%\r", "100%")]
    [InlineData("10%\r100%\r\r\n", "100%\n")]
    [InlineData("\rfirst\n", "first\n")]
    [InlineData("\u001b[31mred\u001b[0m \u001b[1;38;5;12mblue\u001b[K\n", "red blue\n")]
    [InlineData("\u001b]0;title\u0007text\n", "text\n")]
    [InlineData("\u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\\n", "link\n")]
    [InlineData("\u001b(Bascii\u001b=\u001b>\u001bM\n", "ascii\n")]
    [InlineData("\u001bPq#0\u001b\\after\n", "after\n")]
    [InlineData("\u001b[?25lhidden\u001b[?25h\n", "hidden\n")]
    [InlineData("50%\r\u001b[K100%\n", "100%\n")]
    [InlineData("abc\r\u001b[0m\n", "abc\n")]
    [InlineData("10%\r\u001b[2K\r100%\r\u001b[0m\u001b[K", "100%")]
    [InlineData("abc\r\u001b[0m\0\n", "␀\n")]
    [InlineData("nul\0bell\u0007back\bdel\u007f\n", "nul␀bell␇back␈del␡\n")]
    [InlineData("\u001e0f2 1 ok\n", "␞0f2 1 ok\n")]
    [InlineData("c1\u0085\u009b31m\n", "c1\ufffd\ufffd31m\n")]
    [InlineData("unfinished \u001b[", "unfinished ")]
    [InlineData("unfinished \u001b", "unfinished ")]
    [InlineData("\u001b[31", "")]
    [InlineData("\u001b]never ended\nnext\n", "\nnext\n")]
    [InlineData("\u001b[3\n1m\n", "\n1m\n")]
    public void What_was_printed_becomes_harmless_text(string printed, string text) => Assert.Equal(text, Render(Encoding.UTF8.GetBytes(printed)));

    [Theory]
    [InlineData("\u001b \nnext\n")]
    [InlineData("\u001b(\nnext\n")]
    [InlineData("\u001b#\nnext\n")]
    [InlineData("\u001b]0;title\u001b\nnext\n")]
    [InlineData("\u001bPq\u001b\nnext\n")]
    public void No_escape_sequence_takes_a_line_feed_away(string printed) => Assert.Equal("\nnext\n", Render(Encoding.UTF8.GetBytes(printed)));

    [Fact]
    public void A_title_that_another_sequence_breaks_off_leaves_nothing_of_it() => Assert.Equal("red\n", Render("\u001b]0;title\u001b[31mred\n"u8));

    [Fact]
    public void What_is_no_UTF8_becomes_the_replacement_character()
    {
        Assert.Equal("a\ufffdb\n", Render([(byte)'a', 0xff, (byte)'b', (byte)'\n']));
        Assert.Equal("\ufffd\n", Render([0xe2, 0x98, (byte)'\n']));
        Assert.Equal("\ufffd\ufffd\n", Render([0xc0, 0x80, (byte)'\n']));
    }

    [Fact]
    public void Nothing_invisible_and_nothing_that_turns_text_is_passed_on()
    {
        UnicodeCategory[] unseen = [UnicodeCategory.Format, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator, UnicodeCategory.Control];
        for (var code = 0; code <= 0x10ffff; code++)
        {
            if (!Rune.TryCreate(code, out var rune) || rune.Value is '\r' or '\u001b') continue;
            var text = Render(Encoding.UTF8.GetBytes($"a{rune}z"));
            var isSeen = !unseen.Contains(Rune.GetUnicodeCategory(rune)) || rune.Value is '\n' or '\t';
            Assert.Equal(isSeen ? $"a{rune}z" : code < 0x80 ? $"a{(char)(code == 0x7f ? 0x2421 : 0x2400 + code)}z" : "a\ufffdz", text);
        }
    }

    [Fact]
    public void An_unfinished_line_waits_for_its_end()
    {
        Assert.Equal("one\n", OutputText.Render("one\ntwo"u8, isLast: false, out var consumed));
        Assert.Equal(4, consumed);
        Assert.Equal("", OutputText.Render("two"u8, isLast: false, out consumed));
        Assert.Equal(0, consumed);
        Assert.Equal("", OutputText.Render([], isLast: false, out consumed));
        Assert.Equal(0, consumed);
    }

    [Fact]
    public void What_is_last_does_not_wait()
    {
        Assert.Equal("one\ntwo", OutputText.Render("one\ntwo"u8, isLast: true, out var consumed));
        Assert.Equal(7, consumed);
    }

    [Fact]
    public void Nothing_that_was_rendered_can_move_a_cursor_or_begin_a_frame()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = RandomOutput.Nasty(random, 300);
            var text = Render(bytes);
            Assert.DoesNotContain(text, c => char.IsControl(c) && c is not ('\n' or '\t'));
        }
    }

    [Fact]
    public void Every_line_stays_a_line()
    {
        var random = new Random(4);
        for (var i = 0; i < 5000; i++)
        {
            var bytes = RandomOutput.Nasty(random, 60);
            var text = Render(bytes);
            Assert.True(bytes.Count(one => one == '\n') == text.Count(c => c == '\n'), $"{Convert.ToHexString(bytes)} became {text.Replace("\n", "\\n", StringComparison.Ordinal)}");
        }
    }

    private static string Render(ReadOnlySpan<byte> bytes) => OutputText.Render(bytes, isLast: true, out _);
}
