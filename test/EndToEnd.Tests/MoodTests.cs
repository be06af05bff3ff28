using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

public sealed class MoodTests
{
    [Theory]
    [InlineData("cookies-on-redirect")]
    [InlineData("cookies-on-page")]
    [InlineData("two-hops")]
    [InlineData("path-scoped-cookies")]
    [InlineData("sign-in-page-when-expired")]
    [InlineData("loading-page=2")]
    [InlineData("not-ready-404=2")]
    [InlineData("not-ready-502=2")]
    [InlineData("not-ready-503=2")]
    [InlineData("origin-required")]
    [InlineData("user-agent-required")]
    [InlineData("session-cookies-stripped")]
    [InlineData("unknown-cookies-stripped")]
    [InlineData("slow=50")]
    public async Task The_front_door_may_be_so(string mood)
    {
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { Moods = [mood] });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
    }

    [Theory]
    [InlineData("websocket-cut-after-seconds=2")]
    [InlineData("websocket-cut-after-messages=12")]
    [InlineData("websocket-cut-after-bytes=3000")]
    [InlineData("session-lasts=3")]
    public async Task A_connection_that_is_cut_again_and_again_loses_nothing(string mood)
    {
        await using var studio = await RunningStudio.StartAsync("long", new StudioOptions { Moods = [mood] });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        LongRun.AssertRanOnceAndWholeInTheLog(studio, app);
        Assert.Contains(studio.LogLines, line => line.Message.StartsWith("Lost the way to the app", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { Moods = ["foreign-redirect"] });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("incomplete", report.Verdict);
        Assert.Contains("another host", report.Reason, StringComparison.Ordinal);
        Assert.All(studio.Host.Requests.Entries, request => Assert.Equal(studio.Host.FrontDoorUrl.Authority, request.Host));
    }
}
