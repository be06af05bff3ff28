using System.Net;
using System.Text;
using CustomizerLambda.Studio;
using CustomizerLambda.Terminal;
using CustomizerLambda.Terminal.Jupyter;
using CustomizerLambda.Tests.Hostile;
using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.Terminal;

/// <summary>What an app may answer by HTTP, and what becomes of the rest.</summary>
public sealed class HttpAnswerTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_body_is_read_up_to_its_limit_after_decompression(int more, bool isReady)
    {
        var json = $$"""{"started": "now", "x": "{{new string('x', AppLimits.MaxBody)}}"}""";
        var body = json.Remove(30, json.Length - AppLimits.MaxBody - more);
        Assert.Equal(isReady, await IsReadyAsync(context => ScriptedApp.WriteAsync(context, body)));
        Assert.Equal(isReady, await IsReadyAsync(context => HostileAppInWalkTests.EncodedAsync(context, "gzip", HostileAppInWalkTests.Compressed(body))));
    }

    [Fact]
    public async Task A_body_that_drips_is_given_up_in_the_same_time_as_a_head_that_does_not_come()
    {
        await using var server = await LoopbackServer.StartAsync(context => HostileAppInWalkTests.ForeverAsync(context, [(byte)' '], TimeSpan.FromMilliseconds(20)));
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Origin);
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => HttpAnswer.OfAsync(http, request, Patience.Token, timeout: TimeSpan.FromMilliseconds(300)));
        Assert.Contains("No answer", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "no gzip")]
    [InlineData("deflate", "no deflate")]
    [InlineData("br", "no brotli")]
    [InlineData("gzip", "")]
    [InlineData("nothing that anybody knows", """{"started": 1}""")]
    public async Task A_body_that_is_not_compressed_as_it_says_is_no_answer(string encoding, string body)
    {
        var isReady = await IsReadyAsync(context => HostileAppInWalkTests.EncodedAsync(context, encoding, Encoding.UTF8.GetBytes(body)));
        Assert.Equal(encoding.StartsWith("nothing", StringComparison.Ordinal), isReady);
        await using var server = await LoopbackServer.StartAsync(context => HostileAppInWalkTests.EncodedAsync(context, encoding, Encoding.UTF8.GetBytes(body)));
        using var http = Client();
        await Assert.ThrowsAsync<TerminalLostException>(() => new JupyterServer(http, server.Origin, "xsrf").OpenTerminalAsync(Patience.Token));
    }

    [Theory]
    [InlineData("""{"a": 1, "a": 2}""", false)]
    [InlineData("""{"a": 1, "a": 2, "started": 1}""", true)]
    [InlineData("""{"started": 1, "started": {}}""", true)]
    [InlineData("""{"\ud800": 1}""", false)]
    [InlineData("null", false)]
    [InlineData("\"started\"", false)]
    [InlineData("{\"started\": 1} {}", false)]
    public async Task Odd_JSON_is_an_answer_or_none_and_no_error(string json, bool isReady) => Assert.Equal(isReady, await IsReadyAsync(context => ScriptedApp.WriteAsync(context, json)));

    [Fact]
    public async Task A_key_that_is_no_UTF8_is_no_error() => Assert.False(await IsReadyAsync(async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync((byte[])[.. "{\""u8, 0xff, 0xfe, .. "\": 1}"u8]);
    }));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_terminals_name_has_a_longest_length(int more, bool isConnected)
    {
        var name = new string('a', AppLimits.MaxTerminalName + more);
        await using var server = await LoopbackServer.StartAsync(context => ScriptedApp.WriteAsync(context, $$"""{"name": "{{name}}"}""", 201));
        using var http = Client();
        var exception = await Assert.ThrowsAsync<TerminalLostException>(() => new JupyterServer(http, server.Origin, "xsrf").OpenTerminalAsync(Patience.Token));
        Assert.Equal(isConnected, server.Requests.Any(request => request.Contains("websocket", StringComparison.Ordinal)));
        Assert.Equal(!isConnected, exception.Message.Contains("name", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//")]
    [InlineData("///")]
    [InlineData("https:")]
    [InlineData("http:")]
    [InlineData("//[::1")]
    [InlineData("//:99999/")]
    [InlineData("//\u00ad/")]
    [InlineData("https://xn--a/")]
    [InlineData("https://a..b/")]
    [InlineData("\\\\evil")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://127.0.0.1:9001/2018-06-01/runtime/invocation/next")]
    public async Task A_redirect_to_no_address_or_elsewhere_is_refused_in_our_words(string location)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            if (context.Request.Path == "/" || !context.Request.Path.Value!.StartsWith("/auth", StringComparison.Ordinal)) return ScriptedApp.WriteAsync(context, "{}");
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        using var session = new StudioSession(new StudioHosts(null, server.Origin));
        try
        {
            await session.SignInAsync(new Uri(server.Origin, "/auth?token=SECRET"), "/jupyterlab/default/", Patience.Token);
        }
        catch (CustomizerException exception)
        {
            Assert.DoesNotContain("SECRET", exception.ToString(), StringComparison.Ordinal);
        }

        Assert.All(server.Requests, request => Assert.StartsWith("GET /", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_that_sends_us_to_another_host_of_Studios_is_not_followed_there()
    {
        await using var other = await LoopbackServer.StartAsync(context => ScriptedApp.WriteAsync(context, "{}"));
        var uris = new List<string>();
        using var session = new StudioSession(new StudioHosts("eu-west-1", localEndpoint: null), _ => new Answering(request =>
        {
            uris.Add(request.RequestUri!.ToString());
            var response = new HttpResponseMessage(request.RequestUri.AbsolutePath.StartsWith("/jupyterlab", StringComparison.Ordinal) ? HttpStatusCode.Redirect : HttpStatusCode.OK);
            if (response.StatusCode == HttpStatusCode.Redirect) response.Headers.Location = new Uri("https://d-evil.studio.eu-west-1.sagemaker.aws/");
            return response;
        }));
        var baseUri = await session.SignInAsync(new Uri("https://d-abc.studio.eu-west-1.sagemaker.aws/auth?token=SECRET"), "/jupyterlab/default/", Patience.Token);
        Assert.Equal("d-abc.studio.eu-west-1.sagemaker.aws", baseUri.Host);
        Assert.DoesNotContain(uris, uri => uri.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookies_of_an_app_do_not_push_out_the_front_doors()
    {
        var sent = "";
        await using var door = await LoopbackServer.StartAsync(context =>
        {
            sent = context.Request.Headers.Cookie.ToString();
            context.Response.Headers.SetCookie = context.Request.Path == "/auth"
                ? "session=1; Path=/"
                : (string[])[.. Enumerable.Range(0, AppLimits.MaxCookies - 1).Select(number => $"c{number}=1; Path=/")];
            return ScriptedApp.WriteAsync(context, "{}");
        });
        using var session = new StudioSession(new StudioHosts(null, door.Origin));
        var baseUri = await session.SignInAsync(new Uri(door.Origin, "/auth"), "/jupyterlab/default/", Patience.Token);
        await session.AskAsync(Readiness.OfJupyter, baseUri, Patience.Token);
        Assert.Contains("session=1", sent, StringComparison.Ordinal);
    }

    internal static HttpMessageInvoker Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All });

    private static async Task<bool> IsReadyAsync(RequestDelegate answer)
    {
        await using var server = await LoopbackServer.StartAsync(answer);
        using var session = new StudioSession(new StudioHosts(null, server.Origin));
        return (await session.AskAsync(Readiness.OfJupyter, server.Origin, Patience.Token)).IsReady;
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
