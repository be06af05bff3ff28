using LocalStudio.Http;
using LocalStudio.Journals;
using LocalStudio.Servers;
using LocalStudio.Studio;
using Microsoft.AspNetCore.Http.Features;

namespace LocalStudio.FrontDoor;

/// <summary>Studio's front door: lets signed-in users through to their app's server, and nobody else.</summary>
internal sealed class FrontDoorServer : IAsyncDisposable
{
    private readonly StudioState _state;
    private readonly Moods _moods;
    private readonly Sessions _sessions;
    private readonly SignIn _signIn;
    private readonly HttpProxy _httpProxy;
    private readonly WebSocketProxy _webSocketProxy;
    private LoopbackServer? _server;

    public FrontDoorServer(StudioState state, Moods moods, Journal<StudioEvent> journal)
    {
        (_state, _moods) = (state, moods);
        _sessions = new Sessions(moods);
        _signIn = new SignIn(state, Tokens, _sessions, moods, journal);
        var recorder = new InputRecorder(TerminalInput);
        _httpProxy = new HttpProxy(recorder, moods);
        _webSocketProxy = new WebSocketProxy(recorder, moods, Requests, journal);
    }

    public Uri Url => _server!.Url;

    public SignInTokens Tokens { get; } = new();

    public Journal<RequestRecord> Requests { get; } = new();

    public Journal<TerminalInput> TerminalInput { get; } = new();

    public async Task StartAsync(int port, CancellationToken cancellationToken) => _server = await LoopbackServer.StartAsync(port, HandleAsync, cancellationToken, mayFollowLinks: true);

    /// <summary>A sign-in URL. A secret.</summary>
    public string SignInUrl(SignInGrant grant) => $"{Url.GetLeftPart(UriPartial.Authority)}{SignIn.Path}?token={Tokens.Mint(grant)}";

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var at = DateTimeOffset.UtcNow;
        try
        {
            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
        finally
        {
            // A WebSocket is written down when it opens.
            if (context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols) Requests.Add(RequestRecord.Of(context, at, context.Response.StatusCode));
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (_moods.Slow is { } slow) await Task.Delay(slow, context.RequestAborted);
        if (context.Request.Host.Value != Url.Authority)
        {
            await Pages.StatusAsync(context, StatusCodes.Status403Forbidden, "This isn't Studio's front door.");
        }
        else if (_moods.UserAgentRequired && context.Request.Headers.UserAgent.Count == 0)
        {
            await Pages.StatusAsync(context, StatusCodes.Status403Forbidden, "A User-Agent is required.");
        }
        else if (context.Request.Path == SignIn.Path)
        {
            await _signIn.HandleAsync(context);
        }
        else if (context.Request.Path == SignIn.SecondPath)
        {
            await _signIn.ContinueAsync(context);
        }
        else if (_sessions.Find(context.Request.Cookies) is not { } session)
        {
            if (context.Request.Path == "/" && !_moods.SignInPageWhenExpired)
            {
                await Pages.WriteAsync(context, "LocalStudio", "<h1>LocalStudio: Studio's front door</h1><p>Apps are opened here by the sign-in URL that CreatePresignedDomainUrl of SageMaker's API gives: see the terminal that LocalStudio runs in for the command.</p>");
                return;
            }

            await Pages.RefuseAsync(context, _moods, "Sign in first.");
        }
        else if (_moods.OriginRequired && ChangesSomething(context) && context.Request.Headers.Origin != Url.GetLeftPart(UriPartial.Authority))
        {
            await Pages.StatusAsync(context, StatusCodes.Status403Forbidden, "The Origin isn't Studio's.");
        }
        else
        {
            await EnterAsync(context, session);
        }
    }

    /// <summary>The user is signed in; is the app there?</summary>
    private async Task EnterAsync(HttpContext context, Session session)
    {
        var app = StudioApps.Find(_state, session.Grant);
        if (app is null && session.Grant.SpaceName is null)
        {
            await Pages.WriteAsync(context, "SageMaker Studio", "<h1>SageMaker Studio</h1><p>This is where Studio's pages would be.</p>");
            return;
        }

        if (app is not { Status: AppStatus.InService, Server: { } server })
        {
            await Pages.StatusAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        var basePath = AppTypes.BasePath(app.Key.AppType);
        if (context.Request.Path == "/")
        {
            context.Response.Redirect(basePath + "/");
        }
        else if (!context.Request.Path.StartsWithSegments(basePath, StringComparison.Ordinal) || !RawTarget(context).StartsWith(basePath, StringComparison.Ordinal))
        {
            await Pages.StatusAsync(context, StatusCodes.Status404NotFound);
        }
        else if (!await NotReady.AnswerAsync(context, app, _moods))
        {
            await ForwardAsync(context, app, server, session);
        }
    }

    /// <summary>The app's base path becomes its server's, which for old Code Editors is just a slash.</summary>
    private Task ForwardAsync(HttpContext context, App app, AppServer server, Session session)
    {
        var target = new Uri(server.Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + RawTarget(context)[AppTypes.BasePath(app.Key.AppType).Length..]);
        return context.WebSockets.IsWebSocketRequest
            ? _webSocketProxy.ForwardAsync(context, app, target, server.Handler, session)
            : _httpProxy.ForwardAsync(context, app, target, server.Handler, session);
    }

    /// <summary>As the client wrote it: decoding a path and encoding it again would change some.</summary>
    private static string RawTarget(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static bool ChangesSomething(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method));
}
