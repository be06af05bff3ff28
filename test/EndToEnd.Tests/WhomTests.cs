using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

public sealed class WhomTests
{
    [Fact]
    public async Task A_command_that_is_for_others_is_not_run_and_the_report_says_why()
    {
        await using var studio = await RunningStudio.StartAsync("targeted");

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Equal(["succeeded", "notRun", "succeeded", "notRun"], report.Commands.Select(command => command.Outcome));
        Assert.Equal("it is for profiles ds-* or ml-*, not for ada", report["20-for-data-scientists.sh"].Reason);
        Assert.Equal($"it is for domains d-of-nobody, not for {app.DomainId}", report["40-for-another-domain.sh"].Reason);
        Assert.False(File.Exists(Path.Combine(app.HomePath, "ran")));
    }

    [Theory]
    [InlineData("space", "off", "the space is tagged studio-customizer=off")]
    [InlineData("user-profile", "off", "the user profile is tagged studio-customizer=off")]
    [InlineData("user-profile", "no, thanks", "the user profile has a tag studio-customizer that says neither on nor off")]
    public async Task A_tag_on_the_space_or_its_owner_opts_out_of_everything(string resource, string value, string reason)
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        await TagAsync(studio, resource, value);

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("ignored", report.Verdict);
        Assert.StartsWith(reason, report.Reason, StringComparison.Ordinal);
        Assert.Empty(studio.Host.Requests.Entries);
        Assert.Empty(studio.Host.TerminalInput.Entries);
    }

    [Fact]
    public async Task A_tag_that_says_on_is_no_opt_out_and_a_tag_that_is_deleted_neither()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        await TagAsync(studio, "user-profile", "on");
        await TagAsync(studio, "space", "off");
        await studio.Host.CallAsync("DeleteTags", new JsonObject { ["ResourceArn"] = Arn(studio, "space"), ["TagKeys"] = new JsonArray("studio-customizer") }, studio.Token);

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
    }

    [Fact]
    public async Task Who_may_not_read_the_tags_runs_nothing()
    {
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { Faults = ["list-tags-denied"] });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("incomplete", report.Verdict);
        Assert.Contains("may not call sagemaker:ListTags", report.Reason, StringComparison.Ordinal);
        Assert.Contains(studio.LogLines, line => line.Level == "ERROR");
        Assert.Empty(studio.Host.TerminalInput.Entries);
    }

    private static async Task TagAsync(RunningStudio studio, string resource, string value)
    {
        var tag = new JsonObject { ["Key"] = "studio-customizer", ["Value"] = value };
        var response = await studio.Host.CallAsync("AddTags", new JsonObject { ["ResourceArn"] = Arn(studio, resource), ["Tags"] = new JsonArray(tag) }, studio.Token);
        Assert.True(response.IsSuccess, response.Body.ToJsonString());
    }

    private static string Arn(RunningStudio studio, string resource) =>
        $"arn:aws:sagemaker:us-east-1:111122223333:{resource}/{studio.Host.DomainId}/{(resource == "space" ? StudioHost.DefaultSpaceName : StudioHost.DefaultUserProfileName)}";
}
