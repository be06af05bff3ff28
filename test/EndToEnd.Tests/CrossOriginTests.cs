using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>What a page gets that the developer's browser has open beside LocalStudio: nothing.</summary>
public sealed class CrossOriginTests
{
    private const string Evil = "https://evil.example";

    // Of this machine, so that a browser sends the session's cookies along.
    private const string Neighbour = "http://127.0.0.1:9";

    [Theory]
    [InlineData("GET", "/_localstudio/requests", Evil, null)]
    [InlineData("POST", "/_localstudio/invocations", Evil, null)]
    [InlineData("POST", "/_localstudio/invocations", "null", null)]
    [InlineData("POST", "/_localstudio/invocations", null, "cross-site")]
    [InlineData("POST", "/_localstudio/invocations", Neighbour, "same-site")]
    [InlineData("PUT", "/_localstudio/faults", Evil, null)]
    [InlineData("POST", "/", Evil, "cross-site")]
    [InlineData("OPTIONS", "/", Evil, "cross-site")]
    public async Task SageMakers_API_and_LocalStudios_own_refuse_it(string method, string path, string? origin, string? site)
    {
        await using var studio = await RunningStudio.StartAsync("plain");

        using var response = await SendAsync(studio, new Uri(studio.Host.ApiUrl, path), method, origin, site);

        AssertRefused(response);
        Assert.Empty(studio.Host.Function.Invocations.Entries);
        Assert.Empty(studio.Host.Faults.Assignments);
    }

    [Fact]
    public async Task A_name_that_was_made_to_mean_this_machine_opens_nothing()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        foreach (var server in (Uri[])[studio.Host.ApiUrl, studio.Host.FrontDoorUrl])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/_localstudio/requests"));
            request.Headers.Host = string.Create(CultureInfo.InvariantCulture, $"evil.example:{server.Port}");
            using var http = new HttpClient();

            using var response = await http.SendAsync(request, studio.Token);

            AssertRefused(response);
        }
    }

    [Theory]
    [InlineData("JupyterLab", "/jupyterlab/default/api/terminals")]
    [InlineData("CodeEditor", "/codeeditor/default/version")]
    public async Task The_front_door_refuses_it_though_the_user_is_signed_in(string appType, string path)
    {
        await using var studio = await RunningStudio.StartAsync("plain", await CodeEditors.OptionsForAsync(appType));
        var (app, _) = await studio.CustomizeAsync(appType);
        var cookies = await SignInAsync(studio, app);
        var url = new Uri(studio.Host.FrontDoorUrl, path);

        using var own = await SendAsync(studio, url, "GET", origin: null, "same-origin", cookies);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        foreach (var (origin, site) in ((string?, string?)[])[(Evil, null), (Neighbour, "same-site"), (null, "cross-site")])
        {
            using var http = await SendAsync(studio, url, "GET", origin, site, cookies);
            AssertRefused(http);
        }

        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        socket.Options.SetRequestHeader("Origin", Neighbour);
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws" }.Uri, studio.Token));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("jupyter-server")]
    [InlineData("jupyter-notebook")]
    [InlineData(JupyterServers.Two)]
    public async Task Past_the_front_door_Jupyter_refuses_it(string server)
    {
        if (server != JupyterServers.Two) Programs.SkipUnlessInstalled(server);
        await using var studio = await RunningStudio.StartAsync("plain", await JupyterServers.OptionsAsync(server));
        var (app, _) = await studio.CustomizeAsync();
        using var client = app.NewServerClient();
        var terminals = new Uri(client.BaseAddress!, "api/terminals");
        using var own = await SendAsync(studio, terminals, "GET", origin: null, site: null);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);

        foreach (var origin in (string[])[Evil, Neighbour, "null"])
        {
            foreach (var method in (string[])["GET", "POST", "OPTIONS"])
            {
                using var response = await SendAsync(studio, terminals, method, origin, site: null);
                if (method != "OPTIONS") Assert.False(response.IsSuccessStatusCode, $"{method} of {origin}: {response.StatusCode}");
                Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
            }

            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Origin", origin);
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(new Uri(client.BaseAddress!, "terminals/websocket/1")) { Scheme = "ws" }.Uri, studio.Token));
        }

        using var rebound = new HttpRequestMessage(HttpMethod.Get, terminals);
        rebound.Headers.Host = string.Create(CultureInfo.InvariantCulture, $"evil.example:{terminals.Port}");
        using var answer = await client.SendAsync(rebound, studio.Token);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
    }

    [Fact]
    public async Task Code_Editor_which_refuses_nobody_listens_at_no_port()
    {
        Assert.SkipUnless(File.Exists("/proc/net/tcp"), "Who listens where is read from /proc: run it on Linux.");
        await using var studio = await RunningStudio.StartAsync("plain", await CodeEditors.OptionsAsync());
        await studio.CustomizeAsync("CodeEditor");

        var ofEditors = Directory.EnumerateDirectories("/proc").Where(IsOfAnEditor).SelectMany(Sockets).ToHashSet();

        Assert.NotEmpty(ofEditors);
        Assert.DoesNotContain(((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(ListeningSockets), ofEditors.Contains);
    }

    private static async Task<CookieContainer> SignInAsync(RunningStudio studio, StudioApp app)
    {
        var input = new JsonObject { ["DomainId"] = app.DomainId, ["UserProfileName"] = "ada", ["SpaceName"] = app.SpaceName };
        var url = (string)(await studio.CallAsync("CreatePresignedDomainUrl", input))["AuthorizedUrl"]!;
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        using var response = await browser.GetAsync(new Uri(url), studio.Token);
        return handler.CookieContainer;
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningStudio studio, Uri url, string method, string? origin, string? site, CookieContainer? cookies = null)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (method is "POST" or "PUT") request.Content = new StringContent("""["app-fails"]""", Encoding.UTF8, "text/plain");
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        return await http.SendAsync(request, studio.Token);
    }

    private static void AssertRefused(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsOfAnEditor(string folder)
    {
        try
        {
            return int.TryParse(Path.GetFileName(folder), out _) && File.ReadAllText(Path.Combine(folder, "environ")) is var environment
                && environment.Contains("LOCALSTUDIO_APP_ID=", StringComparison.Ordinal) && environment.Contains("SAGEMAKER_APP_TYPE=CodeEditor", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The inodes of a process's sockets.</summary>
    private static IEnumerable<string> Sockets(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Path.Combine(folder, "fd")).Select(file => new FileInfo(file).LinkTarget).OfType<string>().Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1])];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return [];
        }
    }

    /// <summary>The inodes of sockets that listen: state 0A.</summary>
    private static IEnumerable<string> ListeningSockets(string table) =>
        File.ReadLines(table).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words[3] == "0A").Select(words => words[9]);
}
