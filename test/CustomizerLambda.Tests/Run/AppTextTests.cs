using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

public sealed class AppTextTests
{
    [Theory]
    [InlineData("10-tools.sh", "10-tools.sh")]
    [InlineData("10-\u202ehs.a", "10-\ufffdhs.a")]
    [InlineData("one\ntwo\r\nthree", "one two three")]
    [InlineData("\u001b[31mred\u0000", "red␀")]
    [InlineData("https://ada:hunter2@host is down", "https://ada:***@host is down")]
    [InlineData("see https://host", "see https://host")]
    public void A_text_of_an_app_is_shown_in_one_harmless_line(string text, string shown) => Assert.Equal(shown, AppText.Of(text));

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        foreach (var text in (string[])[new string('x', 5000), "x" + string.Concat(Enumerable.Repeat("😀", 5000)), string.Concat(Enumerable.Repeat("😀", 5000))])
        {
            var shown = AppText.Of(text);
            Assert.InRange(shown.Length, 499, 501);
            Assert.EndsWith("…", shown, StringComparison.Ordinal);
            Assert.False(char.IsHighSurrogate(shown[^2]));
        }
    }
}
