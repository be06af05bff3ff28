using System.Net;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using Xunit;

namespace EndToEnd.Tests;

public sealed class FrontDoorTests
{
    [Fact]
    public async Task What_changes_something_carries_the_XSRF_token_that_Jupyter_demands()
    {
        await using var studio = await RunningStudio.StartAsync("plain");

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        var changes = studio.Host.Requests.Entries.Where(request => request.Method is "POST" or "PUT" or "DELETE").ToList();
        Assert.NotEmpty(changes);
        Assert.All(changes, request => Assert.True(request.HasXsrfToken));
        using var http = app.NewServerClient();
        using var withoutToken = await http.PostAsync(new Uri("api/terminals", UriKind.Relative), content: null, studio.Token);
        Assert.Equal(HttpStatusCode.Forbidden, withoutToken.StatusCode);
    }

    [Fact]
    public async Task A_sign_in_URL_opens_the_app_once_and_nothing_opens_without_it()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        var (app, _) = await studio.CustomizeAsync();
        var input = new JsonObject { ["DomainId"] = app.DomainId, ["UserProfileName"] = "ada", ["SpaceName"] = app.SpaceName };
        var url = (string)(await studio.Host.CallAsync("CreatePresignedDomainUrl", input, studio.Token)).Body["AuthorizedUrl"]!;

        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(url, studio.Token);
        using var another = new HttpClient();
        using var again = await another.GetAsync(url, studio.Token);
        using var withoutSession = await another.GetAsync(new Uri(studio.Host.FrontDoorUrl, "/jupyterlab/default/api/status"), studio.Token);

        Assert.Contains("Jupyter", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, withoutSession.StatusCode);
    }
}
