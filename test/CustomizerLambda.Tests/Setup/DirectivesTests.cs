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

    [Theory]
    [InlineData("0", 0)]
    [InlineData("3", 3)]
    [InlineData("10", 10)]
    public void A_failed_command_may_be_started_again(string value, int retries) => Assert.Equal(retries, Parse($"# customizer: retries={value}\n").Retries);

    [Theory]
    [InlineData("11")]
    [InlineData("-1")]
    [InlineData("three")]
    public void A_number_of_retries_that_cannot_be_used_is_refused(string value) =>
        Assert.Contains("retries is a whole number up to 10", Assert.Throws<InvalidSetupCommandException>(() => Parse($"# customizer: retries={value}\n")).Message, StringComparison.Ordinal);

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
    [InlineData("#customizer: run=once")]
    [InlineData("# Customizer: run=once")]
    [InlineData("## customizer: run=once")]
    [InlineData("#  customizer: run=once")]
    [InlineData("#\tcustomizer: run=once")]
    [InlineData("# CUSTOMIZER: run=once")]
    [InlineData("  # customizer: run=once")]
    [InlineData("\t# customizer: run=once")]
    [InlineData("# customiser: run=once")]
    [InlineData("# custmizer: run=once")]
    [InlineData("# cutsomizer: run=once")]
    [InlineData("# customizers: run=once")]
    [InlineData("# customizer run=once")]
    [InlineData("# customizer - run=once")]
    [InlineData("# customizer : run=once")]
    [InlineData("# customizer; run=once")]
    [InlineData("# customizer = run=once")]
    [InlineData("# [customizer] tiemout=5m")]
    [InlineData("# studio-customizer: run=once")]
    [InlineData("#! customizer: run=once")]
    [InlineData("# customizer\uff1a run=once")]
    [InlineData("# customizer\u2236 run=once")]
    [InlineData("#\u00a0customizer: run=once")]
    [InlineData("#\u200b customizer: run=once")]
    [InlineData("# \u200bcustomizer: run=once")]
    [InlineData("# custom\u00adizer: run=once")]
    [InlineData("# \u0441ustomizer: run=once")]
    [InlineData("# \uff43ustomizer: run=once")]
    public void A_directive_that_is_almost_right_is_no_comment(string line)
    {
        AssertRefused("write a directive as", line + "\n");
        Assert.True(DirectiveLookalike.Is(line.Trim(' ', '\t')));
    }

    [Theory]
    [InlineData("# customizer:\u00a0run=once\n", "unknown directive '<U+00A0>run'")]
    [InlineData("# customizer: run=once\u200b\n", "not 'once<U+200B>'")]
    [InlineData("# customizer: timeout=5m \\\n#   run=once\n", "unknown directive '\\'")]
    [InlineData("# customizer: timeout=5m\n#             run=once\n", "begin this line with '# customizer:' too")]
    [InlineData("# customizer:\n# run=once\n", "it names no directive")]
    [InlineData("# customizer: profile=a\n", "is it profiles?")]
    [InlineData("# customizer: on_failure=stop\n", "is it on-failure?")]
    public void What_cannot_be_seen_and_what_is_misspelt_is_named(string script, string reason) => AssertRefused(reason, script);

    [Fact]
    public void Tabs_part_directives_and_blank_lines_do_not_end_the_head()
    {
        var directives = Parse("#!/bin/bash\n   \n  # A comment.\n# customizer:\ttimeout=2m\trun=once\t\nset -u\n");
        Assert.Equal((TimeSpan.FromMinutes(2), RunWhen.Once), (directives.Timeout, directives.Run));
    }

    [Fact]
    public void All_faults_are_told_with_their_lines()
    {
        Directives.Read("#!/bin/bash\n# customizer: timeout=abc on-failure=maybe\n#customizer: x\n# customizer: run=never profiles=a_b\n", out var faults);
        Assert.Equal([2, 2, 3, 4, 4], faults.Select(fault => fault.Line));
    }

    [Theory]
    [InlineData("# The customizer: not at the start.")]
    [InlineData("# customized with timeout=5m")]
    [InlineData("# The customizer runs this, timeout=5m or not.")]
    [InlineData("# Customizer runs this at each start.")]
    [InlineData("# customize the prompt: PS1=x")]
    [InlineData("# customization: colours")]
    [InlineData("# Customize: colours and domains of the proxy")]
    [InlineData("# customer: Example Corp, domain=example.com")]
    [InlineData("# See setup-commands/README.md for '# customizer: timeout=10m'.")]
    [InlineData("# timeout=10")]
    [InlineData("# echo run=1 profiles=all")]
    [InlineData("#")]
    public void Prose_says_nothing(string line)
    {
        Assert.Equal(new Directives(), Parse(line + "\n"));
        Assert.False(DirectiveLookalike.Is(line));
    }

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
        Assert.Matches(@"^every-app/10-a\.sh\(\d+\): ", message);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }
}
