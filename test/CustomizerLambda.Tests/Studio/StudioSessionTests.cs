using CustomizerLambda.Studio;
using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.Studio;

public sealed class StudioSessionTests
{
    private const string Secret = "SECRET-TOKEN-0123";
    private const string BasePath = "/jupyterlab/default/";

    [Fact]
    public async Task Cookies_are_kept_from_every_hop_and_sent_to_the_app()
    {
        var atTheApp = "";
        await using var door = await LoopbackServer.StartAsync(context =>
        {
            switch (context.Request.Path.Value)
            {
                case "/auth": return Redirect(context, "/second", "first=1; Path=/");
                case "/second": return Redirect(context, "/landing", "second=2; Path=/; HttpOnly");
                case "/landing": return Answer(context, 200, "text/html", "", "third=3; Path=/");
                case BasePath: return Redirect(context, "/jupyterlab/default/lab", "scoped=4; Path=/jupyterlab/default");
                case "/jupyterlab/default/lab": return Answer(context, 200, "text/html", "", "_xsrf=given; Path=/jupyterlab/default/");
                default:
                    atTheApp = context.Request.Headers.Cookie.ToString();
                    return Answer(context, 200, "application/json", """{"started": "2026-11-20T10:00:00Z"}""");
            }
        });
        using var session = new StudioSession(new StudioHosts(null, door.Origin));
        var baseUri = await session.SignInAsync(new Uri(door.Origin, "/auth?token=" + Secret), BasePath, Patience.Token);
        Assert.Equal(new Uri(door.Origin, BasePath), baseUri);
        Assert.True((await session.AskAsync(Readiness.OfJupyter, baseUri, Patience.Token)).IsReady);
        foreach (var cookie in (string[])["first=1", "second=2", "third=3", "scoped=4", "_xsrf=given"]) Assert.Contains(cookie, atTheApp, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jupyters_token_is_given_back_in_a_header_even_where_no_page_has_set_one()
    {
        (string Cookie, string Header) sent = default;
        await using var door = await LoopbackServer.StartAsync(context =>
        {
            if (context.Request.Method != "POST") return Answer(context, 200, "text/html", "");
            sent = (context.Request.Headers.Cookie.ToString(), context.Request.Headers["X-XSRFToken"].ToString());
            return Answer(context, 201, "application/json", """{"name": "1"}""");
        });
        using var session = new StudioSession(new StudioHosts(null, door.Origin));
        var baseUri = await session.SignInAsync(door.Origin, BasePath, Patience.Token);
        await Assert.ThrowsAsync<TerminalLostException>(() => session.Jupyter(baseUri).OpenTerminalAsync(Patience.Token));
        Assert.Matches("^[0-9a-f]{32}$", sent.Header);
        Assert.Equal($"_xsrf={sent.Header}", sent.Cookie);
    }

    [Fact]
    public async Task Cookies_of_one_session_are_not_anothers()
    {
        var cookies = "";
        await using var door = await LoopbackServer.StartAsync(context =>
        {
            cookies += context.Request.Headers.Cookie.ToString();
            return Answer(context, 200, "text/html", "", "mine=1; Path=/", "_xsrf=1; Path=/");
        });
        for (var i = 0; i < 2; i++)
        {
            using var session = new StudioSession(new StudioHosts(null, door.Origin));
            await session.SignInAsync(door.Origin, BasePath, Patience.Token);
        }

        Assert.Empty(cookies);
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_refused_and_that_host_is_never_asked()
    {
        await using var foreign = await LoopbackServer.StartAsync(context => Answer(context, 200, "text/html", ""));
        await using var door = await LoopbackServer.StartAsync(context => Redirect(context, $"{foreign.Origin}steal?token={Secret}", "session=1; Path=/"));
        var exception = await RefusedAsync<UntrustedHostException>(door, door.Origin);
        Assert.Contains("another host (127.0.0.1)", exception.Message, StringComparison.Ordinal);
        Assert.Empty(foreign.Requests);
    }

    [Fact]
    public async Task A_sign_in_URL_of_another_host_is_never_asked()
    {
        await using var foreign = await LoopbackServer.StartAsync(context => Answer(context, 200, "text/html", ""));
        await using var door = await LoopbackServer.StartAsync(context => Answer(context, 200, "text/html", ""));
        await RefusedAsync<UntrustedHostException>(door, foreign.Origin);
        Assert.Empty(foreign.Requests);
        Assert.Empty(door.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_door_that_refuses_the_URL_is_said_to(int status)
    {
        await using var door = await LoopbackServer.StartAsync(context => Answer(context, status, "text/html", Secret));
        Assert.Contains($"HTTP {status}", (await RefusedAsync<SignInRefusedException>(door, door.Origin)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_door_that_redirects_for_ever_is_given_up()
    {
        await using var door = await LoopbackServer.StartAsync(context => Redirect(context, $"/again?token={Secret}"));
        await RefusedAsync<SignInRefusedException>(door, door.Origin);
        Assert.Equal(11, door.Requests.Count);
    }

    [Fact]
    public async Task A_door_that_breaks_off_is_unreachable_and_a_retry_can_help()
    {
        await using var door = await LoopbackServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.True((await RefusedAsync<AppUnreachableException>(door, door.Origin)).RetryCanHelp);
    }

    [Theory]
    [InlineData(200, "application/json", """{"started": "now"}""", true, false)]
    [InlineData(200, "application/json", """{"version": "2.0"}""", false, false)]
    [InlineData(200, "application/json", "[]", false, false)]
    [InlineData(200, "application/json", "{", false, false)]
    [InlineData(200, "application/json", "", false, false)]
    [InlineData(200, "text/html", """{"started": "now"}""", false, false)]
    [InlineData(404, "text/html", "", false, false)]
    [InlineData(404, "application/json", """{"started": "now"}""", false, false)]
    [InlineData(502, "text/html", "", false, false)]
    [InlineData(503, "text/html", "", false, false)]
    [InlineData(401, "text/html", "", false, true)]
    [InlineData(403, "application/json", "{}", false, true)]
    public async Task An_app_is_ready_when_Jupyter_itself_says_so(int status, string contentType, string body, bool isReady, bool isRefusal)
    {
        await using var door = await LoopbackServer.StartAsync(context => Answer(context, status, contentType, body));
        using var session = new StudioSession(new StudioHosts(null, door.Origin));
        var answer = await session.AskAsync(Readiness.OfJupyter, new Uri(door.Origin, BasePath), Patience.Token);
        Assert.Equal((isReady, isRefusal), (answer.IsReady, answer.IsRefusal));
    }

    [Theory]
    [InlineData(200, "text/plain", "863d2581ecda6849923a2118d93a088b0745d9d6", true)]
    [InlineData(200, "text/plain", "", true)]
    [InlineData(200, "text/plain", "starting, please wait", false)]
    [InlineData(200, "text/html", "", false)]
    [InlineData(404, "text/plain", "", false)]
    public async Task Code_Editor_is_ready_when_its_server_names_its_build(int status, string contentType, string body, bool isReady)
    {
        await using var door = await LoopbackServer.StartAsync(context => Answer(context, status, contentType, body));
        using var session = new StudioSession(new StudioHosts(null, door.Origin));
        Assert.Equal(isReady, (await session.AskAsync(Readiness.OfCodeEditor, new Uri(door.Origin, BasePath), Patience.Token)).IsReady);
    }

    [Fact]
    public async Task An_app_that_redirects_to_a_sign_in_page_refuses()
    {
        await using var door = await LoopbackServer.StartAsync(context => Redirect(context, $"/login?token={Secret}"));
        using var session = new StudioSession(new StudioHosts(null, door.Origin));
        var answer = await session.AskAsync(Readiness.OfJupyter, new Uri(door.Origin, BasePath), Patience.Token);
        Assert.True(answer.IsRefusal);
        Assert.DoesNotContain(Secret, answer.Description, StringComparison.Ordinal);
    }

    private static async Task<T> RefusedAsync<T>(LoopbackServer door, Uri host)
        where T : CustomizerException
    {
        using var session = new StudioSession(new StudioHosts(null, door.Origin));
        var exception = await Assert.ThrowsAsync<T>(() => session.SignInAsync(new Uri(host, "/auth?token=" + Secret), BasePath, Patience.Token));
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.OrdinalIgnoreCase);
        return exception;
    }

    private static Task Redirect(HttpContext context, string location, params string[] cookies)
    {
        context.Response.Headers.Location = location;
        return Answer(context, 302, "text/html", "", cookies);
    }

    private static Task Answer(HttpContext context, int status, string contentType, string body, params string[] cookies)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.SetCookie = cookies;
        return context.Response.WriteAsync(body);
    }
}
