using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>The self-test says whether an app would be customized, what is wrong when not, and what the front door does.</summary>
public sealed class SelfTestTests
{
    [Theory]
    [InlineData("JupyterLab", null)]
    [InlineData("JupyterServer", "two-hops")]
    [InlineData("JupyterLab", "cookies-on-page")]
    public async Task Where_all_is_well_every_check_passes_and_nothing_is_left_in_the_app(string appType, string? mood)
    {
        await using var studio = await StartAsync(moods: mood is null ? [] : [mood]);
        var app = await StartAppAsync(studio, appType);

        var report = await TestAsync(studio, app);

        Assert.True((bool)report["passed"]!, report.ToJsonString());
        Assert.All(report["checks"]!.AsArray(), check => Assert.Equal("passed", (string?)check!["outcome"]));
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
        Assert.False(File.Exists(Path.Combine(app.HomePath, "commands-that-ran")));
    }

    [Fact]
    public async Task What_the_front_door_did_is_written_down_without_anything_that_is_somebodys()
    {
        await using var studio = await StartAsync(moods: ["two-hops"]);
        var app = await StartAppAsync(studio, "JupyterLab");

        var frontDoor = (await TestAsync(studio, app))["frontDoor"]!;

        var exchanges = frontDoor.AsArray();
        var signIn = exchanges[0]!;
        Assert.Equal(
            ("GET", "http://loopback/auth?token=*", 302, "http://loopback/auth/continue?step=*"),
            ((string?)signIn["method"], (string?)signIn["address"], (int)signIn["status"]!, (string?)signIn["location"]));
        Assert.Contains(exchanges, exchange => exchange!["setCookies"]!.AsArray().Any(cookie => ((string)cookie!).Contains("HttpOnly", StringComparison.Ordinal)));
        Assert.Contains(exchanges, exchange => (int)exchange!["status"]! == 101 && (string?)exchange["address"] == "ws://loopback/jupyterlab/default/terminals/websocket/*");
        Assert.Contains(exchanges, exchange => (string?)exchange!["method"] == "DELETE" && (int)exchange["status"]! == 204);
        var text = frontDoor.ToJsonString();
        string[] secrets = [studio.Host.DomainId, app.SpaceName!, StudioHost.DefaultUserProfileName + "\"", "127.0.0.1", studio.Host.FrontDoorUrl.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "eyJ"];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("presign-denied", "sagemaker:CreatePresignedDomainUrl", "check its role")]
    [InlineData("list-tags-denied", "sagemaker:ListTags", "check its role")]
    [InlineData("domain-is-sso", "sagemaker:DescribeDomain", "IAM Identity Center")]
    [InlineData("space-without-owner", "owner", "give it one")]
    [InlineData("app-fails", "sagemaker:DescribeApp", "The app is Failed")]
    [InlineData("app-deleted-while-pending", "sagemaker:DescribeApp", "The app is Delet")]
    [InlineData("terminals-disabled", "terminal", "check that terminals are enabled")]
    public async Task A_fault_is_found_by_its_check_and_what_to_do_is_said(string fault, string check, string problem)
    {
        await using var studio = await StartAsync(faults: [fault]);
        var app = await studio.Host.CreateAppAsync("JupyterLab", null, studio.Token);
        await app.WaitForStatusAsync(fault switch { "app-fails" => "Failed", "app-deleted-while-pending" => "Deleted", _ => "InService" }, studio.Token);
        AssertFailed(await TestAsync(studio, app), check, problem);
    }

    [Fact]
    public async Task A_front_door_that_lets_nobody_in_is_found_too()
    {
        await using var studio = await StartAsync(moods: ["foreign-redirect"]);
        AssertFailed(await TestAsync(studio, await StartAppAsync(studio, "JupyterLab")), "sign-in", "redirected the sign-in to another host");
    }

    [Fact]
    public async Task A_front_door_that_cuts_WebSockets_is_found_where_it_cuts()
    {
        await using var studio = await StartAsync(moods: ["websocket-cut-after-messages=2"]);
        var report = await TestAsync(studio, await StartAppAsync(studio, "JupyterLab"));

        // In how many messages a shell's first words come depends on time alone.
        var failed = Assert.Single(report["checks"]!.AsArray(), row => (string?)row!["outcome"] == "failed")!;
        Assert.Contains((string?)failed["name"], (string[])["terminal", "shell"]);
        AssertFailed(report, (string)failed["name"]!, "connection ended");
    }

    [Fact]
    public async Task An_app_that_does_not_run_is_to_be_started()
    {
        await using var studio = await StartAsync();
        var report = await TestAsync(studio, $$$"""{"selfTest": {"domainId": "{{{studio.Host.DomainId}}}", "spaceName": "{{{StudioHost.DefaultSpaceName}}}"}}""");
        AssertFailed(report, "sagemaker:DescribeApp", "SageMaker knows no such app");
    }

    [Fact]
    public async Task A_setting_that_keeps_the_app_out_is_named_and_the_way_in_is_tried_all_the_same()
    {
        await using var studio = await StartAsync(environment: new Dictionary<string, string> { ["CUSTOMIZER_ENABLED"] = "false" });
        var report = await TestAsync(studio, await StartAppAsync(studio, "JupyterLab"));
        AssertFailed(report, "settings", "CUSTOMIZER_ENABLED");
        Assert.Single(report["checks"]!.AsArray(), check => (string?)check!["outcome"] != "passed");
    }

    private static Task<RunningStudio> StartAsync(IReadOnlyList<string>? moods = null, IReadOnlyList<string>? faults = null, IReadOnlyDictionary<string, string>? environment = null) =>
        RunningStudio.StartAsync("fleet-before", new StudioOptions
        {
            Moods = moods ?? [],
            Faults = ["deliver-times=0", .. faults ?? []],
            FunctionEnvironment = environment ?? new Dictionary<string, string>(),
        });

    private static async Task<StudioApp> StartAppAsync(RunningStudio studio, string appType)
    {
        var app = await studio.Host.CreateAppAsync(appType, null, studio.Token);
        await app.WaitForStatusAsync("InService", studio.Token);
        return app;
    }

    private static Task<JsonNode> TestAsync(RunningStudio studio, StudioApp app) => TestAsync(
        studio,
        new JsonObject { ["selfTest"] = new JsonObject { ["domainId"] = app.DomainId, ["spaceName"] = app.SpaceName, ["userProfileName"] = app.UserProfileName, ["appType"] = app.AppType } }.ToJsonString());

    private static async Task<JsonNode> TestAsync(RunningStudio studio, string payload)
    {
        var invocation = await studio.Host.Function.InvokeAsync(payload, studio.Token);
        Assert.True(invocation.Result is not null, $"The invocation failed: {invocation.Error}");
        return JsonNode.Parse(invocation.Result)!;
    }

    private static void AssertFailed(JsonNode report, string check, string problem)
    {
        Assert.False((bool)report["passed"]!);
        var failed = Assert.Single(report["checks"]!.AsArray(), row => (string?)row!["name"] == check)!;
        Assert.Equal("failed", (string?)failed["outcome"]);
        Assert.Contains(problem, (string?)failed["problem"], StringComparison.Ordinal);
    }
}
