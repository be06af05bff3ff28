using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Setup;

public sealed class OptOutTests
{
    [Theory]
    [InlineData("studio-customizer", "off", "the space is tagged studio-customizer=off")]
    [InlineData("studio-customizer", " OFF ", "the space is tagged studio-customizer=off")]
    [InlineData("studio-customizer", "false", "neither on nor off")]
    [InlineData("studio-customizer", "", "neither on nor off")]
    [InlineData("studio-customizer", "on; touch owned", "neither on nor off")]
    public void A_tag_opts_out_unless_it_says_on(string key, string value, string reason) =>
        Assert.Contains(reason, OptOut.Reason("the space", [("team", "ds"), (key, value)]), StringComparison.Ordinal);

    [Theory]
    [InlineData("studio-customizer", "on")]
    [InlineData("studio-customizer", "On")]
    [InlineData("Studio-Customizer", "off")]
    [InlineData("studio-customizer-2", "off")]
    public void Other_tags_say_nothing(string key, string value) => Assert.Null(OptOut.Reason("the space", [(key, value)]));

    [Fact]
    public void The_reason_never_repeats_a_value() =>
        Assert.DoesNotContain("owned", OptOut.Reason("the space", [(OptOut.TagKey, "$(touch owned)")]), StringComparison.Ordinal);
}
