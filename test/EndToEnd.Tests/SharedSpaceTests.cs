using System.Net;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Journals;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>A shared space belongs to one, and others use it too.</summary>
public sealed class SharedSpaceTests
{
    [Theory]
    [InlineData("JupyterLab")]
    [InlineData("CodeEditor")]
    public async Task An_app_in_a_shared_space_is_customized_as_its_owner(string appType)
    {
        await using var studio = await RunningStudio.StartAsync("plain", await CodeEditors.OptionsForAsync(appType));

        var app = await studio.Host.CreateSharedAppAsync(appType, studio.Token);
        var report = await studio.ReportAsync();

        Assert.Equal(("done", "ada"), (report.Verdict, report.Owner));
        Assert.Equal("Shared", (string?)(await DescribeSpaceAsync(studio, app)).Body["SpaceSharingSettings"]!["SharingType"]);
        Assert.Contains($"CUSTOMIZER_SPACE_NAME={app.SpaceName}\n", studio.OutputOf("10-says-whom-it-serves.sh"), StringComparison.Ordinal);
        Assert.Contains("CUSTOMIZER_USER_PROFILE_NAME=ada\n", studio.OutputOf("10-says-whom-it-serves.sh"), StringComparison.Ordinal);
        Assert.All(studio.Host.Events.Entries.OfType<SessionOpened>(), session => Assert.Equal(("ada", app.SpaceName), (session.UserProfileName, session.SpaceName)));
    }

    [Theory]
    [InlineData("JupyterLab")]
    [InlineData("CodeEditor")]
    public async Task Two_users_of_one_shared_space_have_one_run_between_them(string appType)
    {
        await using var studio = await RunningStudio.StartAsync("long", await CodeEditors.OptionsForAsync(appType));
        var app = await studio.Host.CreateSharedAppAsync(appType, studio.Token);
        await studio.WaitForMessageAsync("10-takes-some-seconds.sh printed");

        using var browser = new HttpClient();
        using var page = await browser.GetAsync(await SignInUrlAsync(studio, app, StudioHost.SecondUserProfileName), studio.Token);
        var startedAgain = await studio.Host.CallAsync("CreateApp", Key(app), studio.Token);
        var report = await studio.ReportAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("ResourceInUse", (string?)startedAgain.Body["__type"]);
        Assert.Equal(("done", "ada"), (report.Verdict, report.Owner));
        Assert.Single(studio.Host.Function.Invocations.Entries);
        LongRun.AssertRanOnceAndWholeInTheLog(studio, app);
    }

    [Theory]
    [InlineData("JupyterLab")]
    [InlineData("CodeEditor")]
    public async Task What_others_do_in_it_doesnt_get_the_owners_name(string appType)
    {
        await using var studio = await RunningStudio.StartAsync(commands: null, await CodeEditors.OptionsForAsync(appType));

        await studio.Host.CreateSharedAppAsync(appType, studio.Token);
        var report = await studio.ReportAsync();

        Assert.Equal("succeeded", report["10-git-defaults.sh"].Outcome);
        Assert.DoesNotContain("user.name", studio.OutputOf("10-git-defaults.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_its_owner_gets_into_a_private_space()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        var (app, _) = await studio.CustomizeAsync();

        var refusal = await studio.Host.CallAsync("CreatePresignedDomainUrl", SignIn(app, StudioHost.SecondUserProfileName), studio.Token);

        Assert.False(refusal.IsSuccess);
    }

    private static Task<ApiResponse> DescribeSpaceAsync(RunningStudio studio, StudioApp app) =>
        studio.Host.CallAsync("DescribeSpace", new JsonObject { ["DomainId"] = app.DomainId, ["SpaceName"] = app.SpaceName }, studio.Token);

    private static async Task<Uri> SignInUrlAsync(RunningStudio studio, StudioApp app, string userProfileName) =>
        new((string)(await studio.Host.CallAsync("CreatePresignedDomainUrl", SignIn(app, userProfileName), studio.Token)).Body["AuthorizedUrl"]!);

    private static JsonObject SignIn(StudioApp app, string userProfileName) =>
        new() { ["DomainId"] = app.DomainId, ["UserProfileName"] = userProfileName, ["SpaceName"] = app.SpaceName };

    private static JsonObject Key(StudioApp app) =>
        new() { ["DomainId"] = app.DomainId, ["SpaceName"] = app.SpaceName, ["AppType"] = app.AppType, ["AppName"] = "default" };
}
