using System.Text.Json;
using System.Text.Json.Nodes;
using CustomizerLambda.Events;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Events;

public sealed class DirectInvocationTests
{
    [Theory]
    [InlineData("""{"rollOut": {}}""", null, true, 5)]
    [InlineData("""{"rollOut": {"dryRun": false}}""", null, true, 5)]
    [InlineData("""{"rollOut": {"domainId": "d-abc", "dryRun": true, "atOnce": 10}}""", "d-abc", false, 10)]
    [InlineData("""{"fleet": {}}""", null, false, 5)]
    [InlineData("""{"fleet": {"domainId": "d-abc", "atOnce": 1}}""", "d-abc", false, 1)]
    public void A_walk_over_running_apps_is_under_the_invocations_id(string payload, string? domainId, bool mayCustomize, int atOnce)
    {
        var request = Assert.IsType<Admission.Walk>(SavedEvents.Decide(payload)).Request;
        Assert.Equal((SavedEvents.RequestId, domainId, mayCustomize, atOnce, 0), (request.Id, request.DomainId, request.MayCustomize, request.AtOnce, request.HandOvers));
        Assert.Null(request.After);
    }

    [Theory]
    [InlineData("""{"rollOut": {"dryrun": true}}""")]
    [InlineData("""{"rollOut": {"domain": "d-abc"}}""")]
    [InlineData("""{"rollOut": {"dryRun": "true"}}""")]
    [InlineData("""{"rollOut": {"atOnce": 0}}""")]
    [InlineData("""{"rollOut": {"atOnce": 11}}""")]
    [InlineData("""{"rollOut": {"domainId": "d-abc;touch /tmp/owned"}}""")]
    [InlineData("""{"rollOut": {"domainId": ""}}""")]
    [InlineData("""{"rollOut": {"commands": ["id"]}}""")]
    [InlineData("""{"rollOut": true}""")]
    [InlineData("""{"rollOut": null}""")]
    [InlineData("""{"rollout": {}}""")]
    [InlineData("""{"fleet": []}""")]
    [InlineData("""{"selfTest": {}}""")]
    [InlineData("""{"selfTest": {"domainId": "d-abc", "spaceName": "$(id)"}}""")]
    [InlineData("""{"selfTest": {"domainId": "d-abc", "spaceName": "lab", "appType": "Canvas"}}""")]
    public void What_was_misspelt_or_cannot_be_used_is_ignored_and_never_taken_for_something_else(string payload) =>
        Assert.NotEmpty(Assert.IsType<Admission.Ignored>(SavedEvents.Decide(payload)).Reason);

    [Theory]
    [InlineData("""{"selfTest": {"domainId": "d-abc", "spaceName": "lab"}}""", "JupyterLab")]
    [InlineData("""{"selfTest": {"domainId": "d-abc", "spaceName": "lab", "appType": "CodeEditor"}}""", "CodeEditor")]
    [InlineData("""{"selfTest": {"domainId": "d-abc", "userProfileName": "alice"}}""", "JupyterServer")]
    public void A_self_test_names_an_app(string payload, string appType) =>
        Assert.Equal(appType, Assert.IsType<Admission.Test>(SavedEvents.Decide(payload)).App.AppType);

    [Fact]
    public void Switched_off_nothing_is_rolled_out_but_looking_is_let()
    {
        var off = ServedApps.All with { IsEnabled = false };
        AdmissionTests.AssertIgnored("CUSTOMIZER_ENABLED", SavedEvents.Decide("""{"rollOut": {}}""", off));
        Assert.IsType<Admission.Walk>(SavedEvents.Decide("""{"rollOut": {"dryRun": true}}""", off));
        Assert.IsType<Admission.Walk>(SavedEvents.Decide("""{"fleet": {}}""", off));
    }

    [Fact]
    public void A_walk_goes_on_as_it_was_handed_over()
    {
        var after = StudioApp.TryCreate("d-abc", null, "lab-7", "JupyterLab", null, out _);
        var request = new FleetRequest(SavedEvents.RequestId, "d-abc", MayCustomize: true, AtOnce: 7, new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero))
        {
            After = after,
            HandOvers = 3,
            Counts = new FleetCounts { Current = 5, Failed = 2, Customized = 4 },
        };
        Assert.Equal(request, Assert.IsType<Admission.Walk>(SavedEvents.Decide(HandOver(request))).Request);
        AdmissionTests.AssertIgnored("CUSTOMIZER_ENABLED", SavedEvents.Decide(HandOver(request), ServedApps.All with { IsEnabled = false }));
    }

    [Theory]
    [InlineData("id", "\"x\"")]
    [InlineData("domainId", "\"$(id)\"")]
    [InlineData("atOnce", "1000")]
    [InlineData("handOvers", "-1")]
    [InlineData("after", """{"domainId": "d-abc", "spaceName": "$(id)", "appType": "JupyterLab"}""")]
    public void A_forged_hand_over_of_a_walk_is_ignored(string member, string value)
    {
        var envelope = JsonNode.Parse(HandOver(new FleetRequest(SavedEvents.RequestId, null, MayCustomize: true, AtOnce: 5, DateTimeOffset.UnixEpoch)))!;
        envelope["continue"]!["fleet"]![member] = JsonNode.Parse(value);
        Assert.NotEmpty(Assert.IsType<Admission.Ignored>(SavedEvents.Decide(envelope.ToJsonString())).Reason);
    }

    private static string HandOver(FleetRequest request) => JsonSerializer.Serialize(
        new DirectInvocation { Continue = new Continuation { Fleet = FleetContinuation.Of(request, DateTimeOffset.UnixEpoch) } }, Json.Default.DirectInvocation);
}
