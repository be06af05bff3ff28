using System.Text;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Setup;

public sealed class DirectivesTests
{
    [Fact]
    public void A_command_without_directives_has_five_minutes_goes_on_and_runs_at_every_start() => Assert.Equal(new Directives(), Parse("#!/bin/bash\necho hi\n"));

    [Fact]
    public void All_directives_are_read_from_one_line()
    {
        var directives = Parse("#!/bin/bash\n# A comment.\n\n# customizer: timeout=10m on-failure=stop run=once refresh-page=yes\nset -u\n");
        Assert.Equal((TimeSpan.FromMinutes(10), OnFailure.Stop, RunWhen.Once, true), (directives.Timeout, directives.OnFailure, directives.Run, directives.RefreshPage));
    }

    [Fact]
    public void Directives_may_stand_on_several_lines()
    {
        var directives = Parse("# customizer: timeout=1s\n# customizer:   run=when-changed  on-failure=continue \n");
        Assert.Equal((TimeSpan.FromSeconds(1), RunWhen.WhenChanged, OnFailure.Continue), (directives.Timeout, directives.Run, directives.OnFailure));
    }

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7200)]
    [InlineData("24h", 86400)]
    [InlineData("86400s", 86400)]
    public void A_timeout_is_seconds_minutes_or_hours(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Parse($"# customizer: timeout={text}\n").Timeout);

    [Theory]
    [InlineData("0s")]
    [InlineData("25h")]
    [InlineData("86401s")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1.5m")]
    [InlineData("10min")]
    [InlineData("10M")]
    [InlineData("1d")]
    [InlineData("99999999999s")]
    [InlineData("2147483647h")]
    [InlineData("２m")]
    public void A_timeout_that_means_nothing_is_refused(string text) => AssertRefused("timeout is a whole number", $"# customizer: timeout={text}\n");

    [Theory]
    [InlineData("# customizer: run=daily\n", "run is every-start, once or when-changed")]
    [InlineData("# customizer: run=Once\n", "run is every-start, once or when-changed")]
    [InlineData("# customizer: on-failure=abort\n", "on-failure is continue or stop")]
    [InlineData("# customizer: refresh-page=true\n", "refresh-page is yes or no")]
    [InlineData("# customizer: tiemout=5m\n", "unknown directive 'tiemout'")]
    [InlineData("# customizer: Timeout=5m\n", "unknown directive 'Timeout'")]
    [InlineData("# customizer: timeout\n", "timeout is a whole number")]
    [InlineData("# customizer: run=\n", "unknown directive 'run='")]
    [InlineData("# customizer: timeout = 5m\n", "timeout is a whole number")]
    [InlineData("# customizer: timeout=5m,run=once\n", "timeout is a whole number")]
    [InlineData("# customizer: timeout=5m timeout=5m\n", "given twice")]
    [InlineData("# customizer: run=once\n# customizer: run=once\n", "given twice")]
    public void A_directive_that_cannot_be_used_is_refused(string script, string reason) => AssertRefused(reason, script);

    [Theory]
    [InlineData("#customizer: run=once\n")]
    [InlineData("# Customizer: run=once\n")]
    [InlineData("## customizer: run=once\n")]
    [InlineData("#  customizer: run=once\n")]
    [InlineData("#\tcustomizer: run=once\n")]
    [InlineData("# CUSTOMIZER: run=once\n")]
    public void A_directive_that_is_almost_right_is_no_comment(string script) => AssertRefused("write a directive as", script);

    [Fact]
    public void What_stands_after_the_first_line_of_code_is_no_directive() => Assert.Equal(new Directives(), Parse("set -u\n# customizer: run=once\n"));

    [Fact]
    public void Ordinary_comments_say_nothing() => Assert.Equal(new Directives(), Parse("# The customizer: not at the start.\n# customized with timeout=5m\n"));

    [Fact]
    public void A_script_of_any_bytes_has_directives_or_is_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Assert.Equal(new Directives(), Directives.Parse("10-a.sh", bytes));
        }
    }

    private static Directives Parse(string script) => Directives.Parse("every-app/10-a.sh", Encoding.UTF8.GetBytes(script));

    private static void AssertRefused(string reason, string script)
    {
        var message = Assert.Throws<InvalidSetupCommandException>(() => Parse(script)).Message;
        Assert.StartsWith("every-app/10-a.sh: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }
}
