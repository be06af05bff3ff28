using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Journals;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>Domains, users and apps that aren't served, or not any more: each has a reason that says what to check.</summary>
public sealed class DomainTests
{
    [Theory]
    [InlineData("JupyterLab")]
    [InlineData("CodeEditor")]
    public async Task A_domain_whose_users_sign_in_by_Identity_Center_is_reported_with_the_way_that_is_left(string appType)
    {
        await using var studio = await RunningStudio.StartAsync("plain", await CodeEditors.OptionsForAsync(appType));
        var domainId = await CreateDomainAsync(studio, "SSO");

        await CreateAppAsync(studio, domainId, appType);
        var report = await studio.ReportAsync();

        Assert.Equal("incomplete", report.Verdict);
        Assert.Contains("IAM Identity Center", report.Reason, StringComparison.Ordinal);
        Assert.Contains("lifecycle configuration", report.Reason, StringComparison.Ordinal);
        Assert.Empty(studio.Host.Requests.Entries);
        Assert.Single(studio.Host.Function.Invocations.Entries.Single().Attempts);
    }

    [Fact]
    public async Task A_second_domain_is_served_like_the_first()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        var domainId = await CreateDomainAsync(studio, "IAM");

        await CreateAppAsync(studio, domainId, "JupyterLab");
        var report = await studio.ReportAsync();

        Assert.Equal(("done", "eve"), (report.Verdict, report.Owner));
        Assert.Contains($"CUSTOMIZER_DOMAIN_ID={domainId}\n", studio.OutputOf("10-says-whom-it-serves.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_space_of_another_domain_isnt_looked_for_there()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        var domainId = await CreateDomainAsync(studio, "IAM");

        var invocation = await studio.Host.Function.InvokeAsync(
            $$"""{"domainId": "{{domainId}}", "appType": "JupyterLab", "spaceName": "{{StudioHost.DefaultSpaceName}}"}""", studio.Token);

        var report = Report.Of(invocation);
        Assert.Equal("incomplete", report.Verdict);
        Assert.Contains("space doesn't exist", report.Reason, StringComparison.Ordinal);
        Assert.Empty(studio.Host.Requests.Entries);
    }

    [Theory]
    [InlineData("JupyterLab")]
    [InlineData("CodeEditor")]
    public async Task A_user_who_was_deleted_meanwhile_is_left_alone(string appType)
    {
        await using var studio = await RunningStudio.StartAsync("plain", await CodeEditors.OptionsForAsync(appType));
        await studio.CallAsync("DeleteUserProfile", new() { ["DomainId"] = studio.Host.DomainId, ["UserProfileName"] = StudioHost.DefaultUserProfileName });

        var (_, report) = await studio.CustomizeAsync(appType);

        Assert.Equal("incomplete", report.Verdict);
        Assert.Contains("may be deleted already", report.Reason, StringComparison.Ordinal);
        Assert.Single(studio.Host.Function.Invocations.Entries.Single().Attempts);
        Assert.Empty(studio.Host.Requests.Entries);
    }

    [Theory]
    [InlineData("KernelGateway")]
    [InlineData("Canvas")]
    [InlineData("TensorBoard")]
    [InlineData("DetailedProfiler")]
    [InlineData("RStudioServerPro")]
    [InlineData("RSessionGateway")]
    public async Task An_app_without_a_shell_is_recorded_and_the_function_isnt_even_invoked(string appType)
    {
        await using var studio = await RunningStudio.StartAsync("plain");

        await studio.CallAsync(
            "CreateApp",
            new() { ["DomainId"] = studio.Host.DomainId, ["UserProfileName"] = StudioHost.DefaultUserProfileName, ["AppType"] = appType, ["AppName"] = "default" });

        Assert.Contains(studio.Host.Events.Entries, happened => happened is EventNotDelivered ignored && ignored.Reason.Contains(appType, StringComparison.Ordinal));
        Assert.Empty(studio.Host.Function.Invocations.Entries);
    }

    private static async Task<string> CreateDomainAsync(RunningStudio studio, string authMode)
    {
        var input = new JsonObject { ["DomainName"] = "another", ["AuthMode"] = authMode, ["DefaultUserSettings"] = new JsonObject() };
        return (string)(await studio.CallAsync("CreateDomain", input))["DomainId"]!;
    }

    /// <summary>Of a user profile <c>eve</c>, in her space.</summary>
    private static async Task CreateAppAsync(RunningStudio studio, string domainId, string appType)
    {
        await studio.CallAsync("CreateUserProfile", new() { ["DomainId"] = domainId, ["UserProfileName"] = "eve" });
        await studio.CallAsync("CreateSpace", new()
        {
            ["DomainId"] = domainId,
            ["SpaceName"] = "eves",
            ["OwnershipSettings"] = new JsonObject { ["OwnerUserProfileName"] = "eve" },
            ["SpaceSharingSettings"] = new JsonObject { ["SharingType"] = "Private" },
            ["SpaceSettings"] = new JsonObject { ["AppType"] = appType },
        });
        await studio.CallAsync("CreateApp", new() { ["DomainId"] = domainId, ["SpaceName"] = "eves", ["AppType"] = appType, ["AppName"] = "default" });
    }
}
