using System.Text;
using CustomizerLambda.Events;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Setup;

public sealed class TargetsTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("domains=d-abcdefghijkl", null)]
    [InlineData("domains=d-*", null)]
    [InlineData("domains=d-abc", "domains=d-abc")]
    [InlineData("profiles=alice", null)]
    [InlineData("profiles=ALICE", null)]
    [InlineData("profiles=al?ce", null)]
    [InlineData("profiles=*", null)]
    [InlineData("profiles=ds-*,a*e", null)]
    [InlineData("profiles=alic", "profiles=alic")]
    [InlineData("profiles=lice", "profiles=lice")]
    [InlineData("profiles=ds-*,ml-*", "profiles=ds-*,ml-*")]
    [InlineData("spaces=*-lab", null)]
    [InlineData("spaces=lab-*", "spaces=lab-*")]
    [InlineData("domains=d-* profiles=alice spaces=alice-*", null)]
    [InlineData("domains=d-* profiles=bob spaces=alice-*", "profiles=bob")]
    [InlineData("spaces=team profiles=bob domains=d-x", "domains=d-x")]
    public void Every_directive_must_match_and_of_its_patterns_one(string directives, string? mismatch) =>
        Assert.Equal(mismatch, Parse(directives).Mismatch(Packages.App, Packages.Owner));

    [Fact]
    public void An_app_without_a_space_is_not_in_any()
    {
        var app = StudioApp.TryCreate("d-abcdefghijkl", "alice", null, "JupyterServer", "default", out _)!;
        Assert.Equal("spaces=*", Parse("spaces=*").Mismatch(app, "alice"));
        Assert.Null(Parse("profiles=alice").Mismatch(app, "alice"));
    }

    [Theory]
    [InlineData("profiles=,")]
    [InlineData("profiles=a,,b")]
    [InlineData("profiles=a,")]
    [InlineData("profiles=a_b")]
    [InlineData("profiles=a.b")]
    [InlineData("profiles=-a")]
    [InlineData("profiles=a-")]
    [InlineData("profiles=[ab]")]
    [InlineData("profiles=!a")]
    [InlineData("profiles=$(id)")]
    [InlineData("profiles=a;b")]
    [InlineData("profiles=\u00e9")]
    [InlineData("spaces=a/b")]
    [InlineData("domains=abc")]
    [InlineData("domains=d-")]
    [InlineData("domains=d-ABC")]
    [InlineData("domains=ds-*")]
    public void A_pattern_that_no_name_can_match_is_refused(string directive) =>
        Assert.Contains("separated by commas", Refusal(directive), StringComparison.Ordinal);

    [Theory]
    [InlineData("profiles=", "unknown directive 'profiles='")]
    [InlineData("profiles=a, b", "separated by commas alone")]
    [InlineData("profile=a", "unknown directive 'profile'")]
    [InlineData("profiles=a profiles=b", "given twice")]
    public void Directives_that_are_almost_right_are_refused(string directives, string reason) =>
        Assert.Contains(reason, Refusal(directives), StringComparison.Ordinal);

    [Fact]
    public void A_name_of_sixty_three_characters_can_be_named_and_a_longer_one_not()
    {
        var name = new string('a', 63);
        Assert.Equal($"profiles={name}", Parse($"profiles={name}").Mismatch(Packages.App, "alice"));
        Assert.Contains("separated by commas", Refusal($"profiles={name}a"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_keeps_the_order_and_says_which_commands_are_for_others()
    {
        var plan = Packages.PlanOf(Packages.OfCommands("# customizer: profiles=bob\ntrue\n", "true", "# customizer: spaces=alice-*\ntrue\n"));
        Assert.Equal([("10-1.sh", "profiles=bob"), ("11-2.sh", null), ("12-3.sh", null)], plan.Commands.Select(planned => (planned.Command.Name, planned.NotFor)));
    }

    [Theory]
    [InlineData("profiles=ds-*", "alice", "it is for profiles ds-*, not for alice")]
    [InlineData("profiles=ds-*,ml-*", "alice", "it is for profiles ds-* or ml-*, not for alice")]
    [InlineData("spaces=team", "", "it is for spaces team, and this app has none")]
    public void The_reason_says_for_whom_a_command_is(string directive, string name, string reason)
    {
        Assert.Equal(reason, CommandReasons.NotFor(directive, name));
        Assert.True(CommandReasons.IsFine(reason));
    }

    private static Targets Parse(string directives) =>
        Directives.Parse("every-app/10-a.sh", Encoding.UTF8.GetBytes(directives.Length == 0 ? "" : $"# customizer: {directives}\n")).Targets;

    private static string Refusal(string directives)
    {
        var message = Assert.Throws<InvalidSetupCommandException>(() => Parse(directives)).Message;
        Assert.StartsWith("every-app/10-a.sh(1): ", message, StringComparison.Ordinal);
        return message;
    }
}
