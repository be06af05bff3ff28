using CustomizerLambda.Events;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Events;

public sealed class ServedAppsTests
{
    private static readonly List<StudioApp> Apps = [.. Enumerable.Range(1, 2000).Select(number => InSpace($"lab-{number}"))];

    [Fact]
    public void Everybody_is_served_where_nothing_is_set() => Assert.All(Apps, app => Assert.Null(ServedApps.All.ReasonNotToServe(app)));

    [Fact]
    public void Switched_off_nobody_is_served_not_even_who_is_named()
    {
        var off = ServedApps.All with { IsEnabled = false };
        Assert.All(Apps, app => Assert.Contains("CUSTOMIZER_ENABLED", off.ReasonNotToServe(app), StringComparison.Ordinal));
        Assert.Contains("CUSTOMIZER_ENABLED", off.ReasonNotToServe("d-abc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_domains_are_named_no_other_is_served()
    {
        var served = ServedApps.All with { Domains = new HashSet<string> { "d-one", "d-two" } };
        Assert.Null(served.ReasonNotToServe("d-two"));
        Assert.Contains("CUSTOMIZER_DOMAINS", served.ReasonNotToServe(InSpace("lab")), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_in_at_some_percentage_is_in_at_every_greater_one()
    {
        var before = new HashSet<StudioApp>();
        foreach (var percentage in Enumerable.Range(0, 101))
        {
            var served = In(percentage);
            Assert.Superset(before, served);
            before = served;
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 5, 40)]
    [InlineData(10, 150, 250)]
    [InlineData(50, 900, 1100)]
    [InlineData(100, 2000, 2000)]
    public void About_as_many_are_served_as_the_percentage_says(int percentage, int least, int most) => Assert.InRange(In(percentage).Count, least, most);

    /// <summary>Written down once: a deployment that moved everybody would take the commands from users who had them.</summary>
    [Theory]
    [InlineData("lab-1", 86)]
    [InlineData("lab-2", 33)]
    [InlineData("alice-lab", 16)]
    public void A_space_stands_where_it_always_stood(string space, int place)
    {
        Assert.NotNull((ServedApps.All with { Percentage = place }).ReasonNotToServe(InSpace(space)));
        Assert.Null((ServedApps.All with { Percentage = place + 1 }).ReasonNotToServe(InSpace(space)));
    }

    [Fact]
    public void All_apps_of_a_space_are_served_or_none()
    {
        var lab = StudioApp.TryCreate("d-abc", null, "lab-1", "JupyterLab", "default", out _)!;
        var profile = StudioApp.TryCreate("d-abc", "lab-1", null, "JupyterServer", "another", out _)!;
        foreach (var percentage in Enumerable.Range(0, 101))
        {
            var served = ServedApps.All with { Percentage = percentage };
            Assert.Equal(served.ReasonNotToServe(lab), served.ReasonNotToServe(profile));
        }
    }

    [Fact]
    public void Two_domains_do_not_have_the_same_names_first()
    {
        var others = Apps.Select(app => StudioApp.TryCreate("d-other", null, app.SpaceName, "JupyterLab", null, out _)!).ToList();
        var served = ServedApps.All with { Percentage = 10 };
        Assert.NotEqual(
            Apps.Where(app => served.ReasonNotToServe(app) is null).Select(app => app.SpaceName),
            others.Where(app => served.ReasonNotToServe(app) is null).Select(app => app.SpaceName));
    }

    [Fact]
    public void An_app_start_that_is_not_served_is_ignored_and_says_by_which_setting()
    {
        AdmissionTests.AssertIgnored("CUSTOMIZER_ENABLED", SavedEvents.JupyterLab.Decide(ServedApps.All with { IsEnabled = false }));
        AdmissionTests.AssertIgnored("CUSTOMIZER_PERCENTAGE", SavedEvents.JupyterLab.Decide(ServedApps.All with { Percentage = 0 }));
        var ignored = AdmissionTests.AssertIgnored("CUSTOMIZER_DOMAINS", SavedEvents.JupyterLab.Decide(ServedApps.All with { Domains = new HashSet<string> { "d-other" } }));
        Assert.Equal("alice-lab", ignored.App?.SpaceName);
    }

    [Fact]
    public void An_app_that_is_named_by_a_direct_invocation_is_served_at_any_percentage_but_not_when_switched_off()
    {
        Assert.IsType<Admission.Start>(SavedEvents.Direct.Decide(ServedApps.All with { Percentage = 0 }));
        AdmissionTests.AssertIgnored("CUSTOMIZER_ENABLED", SavedEvents.Direct.Decide(ServedApps.All with { IsEnabled = false }));
        AdmissionTests.AssertIgnored("CUSTOMIZER_DOMAINS", SavedEvents.Direct.Decide(ServedApps.All with { Domains = new HashSet<string> { "d-other" } }));
    }

    [Fact]
    public void A_run_that_is_under_way_is_followed_even_when_switched_off() =>
        Assert.IsType<Admission.Continue>(SavedEvents.Decide(AdmissionTests.Continuation("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", "alice-lab"), ServedApps.All with { IsEnabled = false }));

    private static HashSet<StudioApp> In(int percentage) =>
        [.. Apps.Where(app => (ServedApps.All with { Percentage = percentage }).ReasonNotToServe(app) is null)];

    private static StudioApp InSpace(string name) => StudioApp.TryCreate("d-abc", null, name, "JupyterLab", null, out _)!;
}
