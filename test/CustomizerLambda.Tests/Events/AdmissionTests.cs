using System.Text.Json.Nodes;
using CustomizerLambda.Events;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Events;

public sealed class AdmissionTests
{
    [Fact]
    public void A_JupyterLab_app_that_starts_in_a_space_is_ours_under_its_records_id()
    {
        var start = Assert.IsType<Admission.Start>(SavedEvents.JupyterLab.Decide());
        Assert.Equal("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", start.RunId);
        Assert.Equal(("d-abcdefghijkl", null, "alice-lab", "JupyterLab", "default"), Names(start.App));
        Assert.Equal("/jupyterlab/default/", start.App.BasePath);
    }

    [Fact]
    public void A_JupyterServer_app_that_starts_for_a_user_profile_is_ours()
    {
        var start = Assert.IsType<Admission.Start>(SavedEvents.JupyterServer.Decide());
        Assert.Equal(("d-abcdefghijkl", "alice", null, "JupyterServer", "default"), Names(start.App));
        Assert.Equal("/jupyter/default/", start.App.BasePath);
    }

    [Fact]
    public void A_direct_invocation_is_a_start_under_the_invocations_own_id()
    {
        var start = Assert.IsType<Admission.Start>(SavedEvents.Direct.Decide());
        Assert.Equal(SavedEvents.RequestId, start.RunId);
        Assert.Equal(("d-abcdefghijkl", null, "alice-lab", "JupyterLab", "default"), Names(start.App));
    }

    [Fact]
    public void A_profile_that_is_named_beside_a_space_adds_nothing() =>
        Assert.Null(Assert.IsType<Admission.Start>(SavedEvents.JupyterLab.With(e => e.Parameters()["userProfileName"] = "bob").Decide()).App.UserProfileName);

    [Fact]
    public void An_upper_case_eventID_and_a_lower_case_one_name_the_same_run()
    {
        var upper = SavedEvents.JupyterLab.With(e => e.Record()["eventID"] = "C8A4E1F6-2B7D-4E0A-9C35-1F8D6B3A7E01");
        Assert.Equal("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", Assert.IsType<Admission.Start>(upper.Decide()).RunId);
    }

    [Fact]
    public void Amplifys_CreateApp_is_not_ours() =>
        AssertIgnored("not an event of SageMaker's CreateApp", SavedEvents.JupyterLab.With(e => e.Record()["eventSource"] = "amplify.amazonaws.com").Decide());

    [Theory]
    [InlineData("DeleteApp")]
    [InlineData("createapp")]
    [InlineData("CreateAppImageConfig")]
    public void Another_call_is_not_ours(string eventName) =>
        AssertIgnored("not an event of SageMaker's CreateApp", SavedEvents.JupyterLab.With(e => e.Record()["eventName"] = eventName).Decide());

    [Theory]
    [InlineData("source", "aws.amplify")]
    [InlineData("detail-type", "SageMaker Training Job State Change")]
    public void Another_kind_of_event_is_not_ours(string member, string value) =>
        AssertIgnored("not an event of SageMaker's CreateApp", SavedEvents.JupyterLab.With(e => e[member] = value).Decide());

    [Theory]
    [InlineData("AccessDenied")]
    [InlineData("")]
    public void A_call_that_SageMaker_refused_starts_no_app(string errorCode) =>
        AssertIgnored("failed", SavedEvents.JupyterLab.With(e => e.Record()["errorCode"] = errorCode).Decide());

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    [InlineData("\"True\"")]
    public void An_app_in_recovery_mode_is_left_alone(string value)
    {
        var ignored = AssertIgnored("recovery mode", SavedEvents.Decide(WithRecoveryMode(value)));
        Assert.Equal("alice-lab", ignored.App?.SpaceName);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("\"false\"")]
    [InlineData("null")]
    public void An_app_not_in_recovery_mode_is_customized(string value) => Assert.IsType<Admission.Start>(SavedEvents.Decide(WithRecoveryMode(value)));

    [Theory]
    [InlineData("KernelGateway")]
    [InlineData("TensorBoard")]
    [InlineData("RStudioServerPro")]
    [InlineData("Canvas")]
    [InlineData("ATypeOf2031")]
    [InlineData("jupyterlab")]
    public void An_app_without_a_Jupyter_server_is_ignored_and_its_type_is_said(string appType) =>
        AssertIgnored($"a {appType} app", SavedEvents.JupyterLab.With(e => e.Parameters()["appType"] = appType).Decide());

    [Theory]
    [InlineData("region", "us-east-1", "another region")]
    [InlineData("account", "999999999999", "another account")]
    public void An_event_from_elsewhere_is_ignored(string member, string value, string reason) =>
        AssertIgnored(reason, SavedEvents.JupyterLab.With(e => e[member] = value).Decide());

    [Theory]
    [InlineData("not-a-uuid")]
    [InlineData("")]
    [InlineData("c8a4e1f62b7d4e0a9c351f8d6b3a7e01")]
    [InlineData("{c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01}")]
    [InlineData("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01;reboot")]
    [InlineData("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01\n")]
    [InlineData(null)]
    public void An_eventID_that_is_no_UUID_is_never_a_runs_id(string? eventId)
    {
        var admission = SavedEvents.JupyterLab.With(e => e.Record()["eventID"] = eventId).Decide();
        if (admission is Admission.Start start) Assert.Equal("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", start.RunId);
        else AssertIgnored("eventID isn't a UUID", admission);
    }

    [Theory]
    [InlineData("domainId", "no domainId")]
    [InlineData("spaceName", "neither a userProfileName nor a spaceName")]
    [InlineData("appType", "no appType")]
    public void A_name_that_is_missing_is_said_to_be_missing(string field, string reason)
    {
        AssertIgnored(reason, SavedEvents.JupyterLab.With(e => e.Parameters().Remove(field)).Decide());
        AssertIgnored(reason, SavedEvents.JupyterLab.With(e => e.Parameters()[field] = null).Decide());
    }

    [Fact]
    public void An_app_without_a_name_is_the_default_one() =>
        Assert.Equal("default", Assert.IsType<Admission.Start>(SavedEvents.JupyterLab.With(e => e.Parameters().Remove("appName")).Decide()).App.AppName);

    [Fact]
    public void A_hand_over_is_followed_and_never_begun()
    {
        var admission = SavedEvents.Decide(Continuation("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", "alice-lab"));
        var follow = Assert.IsType<Admission.Continue>(admission);
        Assert.Equal(("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", 2), (follow.RunId, follow.HandOvers));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), follow.ReceivedAt);
        Assert.Equal("alice-lab", follow.App.SpaceName);
    }

    [Theory]
    [InlineData("x", "alice-lab", "runId isn't a UUID")]
    [InlineData("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", "$(id)", "spaceName isn't one")]
    public void A_forged_hand_over_is_ignored(string runId, string spaceName, string reason) =>
        AssertIgnored(reason, SavedEvents.Decide(Continuation(runId, spaceName)));

    [Fact]
    public void A_hand_over_into_a_domain_that_is_not_served_is_ignored() => AssertIgnored(
        "CUSTOMIZER_DOMAINS",
        SavedEvents.Decide(Continuation("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", "alice-lab"), ServedApps.All with { Domains = new HashSet<string> { "d-other" } }));

    [Fact]
    public void A_hand_over_that_anybody_may_put_on_the_event_bus_is_ignored()
    {
        var detail = JsonNode.Parse(Continuation("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", "alice-lab"))!["continue"]!.ToJsonString();
        foreach (var type in (string[])["Studio App Customization Continues", "Studio App Customization Finished", "AWS API Call via CloudTrail"])
        {
            AssertIgnored("not an event", SavedEvents.Decide($$$"""{"source": "studio.customizer", "detail-type": "{{{type}}}", "detail": {{{detail}}}}"""));
        }
    }

    internal static Admission.Ignored AssertIgnored(string reason, Admission admission)
    {
        var ignored = Assert.IsType<Admission.Ignored>(admission);
        Assert.Contains(reason, ignored.Reason, StringComparison.Ordinal);
        return ignored;
    }

    private static (string, string?, string?, string, string) Names(StudioApp app) =>
        (app.DomainId, app.UserProfileName, app.SpaceName, app.AppType, app.AppName);

    private static string WithRecoveryMode(string value) =>
        SavedEvents.JupyterLab.ToJsonString().Replace("\"appName\"", $"\"recoveryMode\":{value},\"appName\"", StringComparison.Ordinal);

    internal static string Continuation(string runId, string spaceName) =>
        $$$"""
        {"continue": {"runId": "{{{runId}}}", "domainId": "d-abc", "spaceName": "{{{spaceName}}}", "appType": "JupyterLab", "appName": "default",
                      "handOvers": 2, "receivedAt": "2026-11-20T10:00:00+00:00"}}
        """;
}
