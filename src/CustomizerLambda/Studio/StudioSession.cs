using System.Net;
using System.Security.Cryptography;
using CustomizerLambda.Terminal;
using CustomizerLambda.Terminal.CodeEditor;
using CustomizerLambda.Terminal.Jupyter;

namespace CustomizerLambda.Studio;

/// <summary>
/// One user's session with Studio's front door: its HTTP client and cookie jar live as long as this object, and serve nobody else.
/// Nobody has published which cookies the front door sets, or when; so all are kept, from every hop, and none is expected by name.
/// </summary>
internal sealed class StudioSession : IDisposable
{
    private readonly StudioHosts _hosts;
    private readonly CookieContainer _cookies = new(AppLimits.MaxCookies, AppLimits.MaxCookies, CookieContainer.DefaultCookieLengthLimit);
    private readonly HttpMessageInvoker _http;

    /// <param name="observe">Puts another handler around the one that sends, to see what the front door answers.</param>
    public StudioSession(StudioHosts hosts, Func<HttpMessageHandler, HttpMessageHandler>? observe = null)
    {
        _hosts = hosts;
        var sender = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            CookieContainer = _cookies,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        _http = new HttpMessageInvoker(new BrowserLikeHandler(observe is null ? sender : observe(sender)));
    }

    /// <summary>Signs in, and finds where the app's server is.</summary>
    /// <param name="signInUrl">From CreatePresignedDomainUrl. A secret.</param>
    /// <param name="basePath">The path that Studio serves this type of app under.</param>
    /// <exception cref="UntrustedHostException">The URL or a redirect leaves Studio's hosts.</exception>
    /// <exception cref="SignInRefusedException">The front door refuses the URL.</exception>
    public async Task<Uri> SignInAsync(Uri signInUrl, string basePath, CancellationToken cancellationToken)
    {
        var landed = await FollowAsync(signInUrl, leavesHost: true, cancellationToken);
        var baseUri = new Uri(landed, basePath);
        await EnterAsync(baseUri, cancellationToken);
        return baseUri;
    }

    /// <summary>
    /// Opens the app's page, which sets Jupyter's _xsrf cookie, and whatever else the front door sets on the way to it. The app answers here, and has no
    /// say in where else we go.
    /// </summary>
    public async Task EnterAsync(Uri baseUri, CancellationToken cancellationToken)
    {
        if (CookieValue(baseUri, "_xsrf") is null) await FollowAsync(baseUri, leavesHost: false, cancellationToken);
    }

    /// <summary>Asks the app's server whether it is ready, once.</summary>
    public async Task<AppAnswer> AskAsync(Readiness readiness, Uri baseUri, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(baseUri, readiness.Path));
            var answer = await HttpAnswer.OfAsync(_http, request, cancellationToken);
            if (readiness.IsAnswer(answer)) return new AppAnswer(IsReady: true, IsRefusal: false, "ready");

            var isRefusal = answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || answer.IsRedirect;
            return new AppAnswer(IsReady: false, isRefusal, $"HTTP {(int)answer.Status}, {AppText.Of(answer.MediaType, "no content type")}");
        }
        catch (HttpRequestException exception)
        {
            return new AppAnswer(IsReady: false, IsRefusal: false, $"no answer ({exception.HttpRequestError})");
        }
    }

    /// <summary>The app's Jupyter server, with this session's cookies.</summary>
    public JupyterServer Jupyter(Uri baseUri) => new(_http, baseUri, XsrfToken(baseUri));

    /// <summary>The app's VS Code server, with this session's cookies.</summary>
    public CodeEditorServer CodeEditor(Uri baseUri) => new(_http, baseUri);

    public void Dispose() => _http.Dispose();

    /// <summary>Follows redirects by hand: each must stay on Studio's hosts, and cookies are kept from each.</summary>
    /// <param name="leavesHost">Whether one to another of Studio's hosts is followed.</param>
    private async Task<Uri> FollowAsync(Uri uri, bool leavesHost, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= AppLimits.MaxRedirects; hop++)
        {
            if (!_hosts.IsTrusted(uri))
            {
                throw new UntrustedHostException(
                    hop == 0
                        ? "The sign-in URL isn't https on one of this region's Studio hosts: nothing was sent to it. Check the region, and who answers for SageMaker's API."
                        : $"Studio redirected the sign-in to another host ({AppText.Of(uri.Host)}): the sign-in URL may have expired. Check the function's clock and the domain's network settings.");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            var answer = await SendAsync(request, cancellationToken);
            if (answer.IsRedirect)
            {
                var target = answer.Location
                    ?? throw new SignInRefusedException("Studio's front door redirected the sign-in to what is no address: check that the app opens in a browser.");
                if (!leavesHost && target.GetLeftPart(UriPartial.Authority) != uri.GetLeftPart(UriPartial.Authority)) return uri;
                uri = target;
                continue;
            }

            // What the app's own page answers doesn't matter yet: it may still be starting.
            if (hop == 0 && answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
            {
                throw new SignInRefusedException(
                    $"Studio's front door refused the sign-in (HTTP {(int)answer.Status}): check conditions on the source address or VPC endpoint in the policies for sagemaker:CreatePresignedDomainUrl.");
            }

            return uri;
        }

        throw new SignInRefusedException($"Studio's front door redirected the sign-in more than {AppLimits.MaxRedirects} times: check the domain's status.");
    }

    private async Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await HttpAnswer.OfAsync(_http, request, cancellationToken, readsBody: false);
        }
        catch (HttpRequestException exception)
        {
            // The message of an HttpRequestException names the host only; the URL, which is a secret, stays out.
            throw new AppUnreachableException(
                $"Studio's front door can't be reached ({exception.HttpRequestError}): in a VPC-only domain, check that the function is in the VPC and that the VPC has a sagemaker studio endpoint.",
                exception);
        }
    }

    /// <summary>Jupyter's own, or, where no page has set one, one of ours: Jupyter only compares the cookie with the header (double submit).</summary>
    private string XsrfToken(Uri baseUri)
    {
        if (CookieValue(baseUri, "_xsrf") is { } given) return given;
        var chosen = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _cookies.Add(new Cookie("_xsrf", chosen, baseUri.AbsolutePath, baseUri.Host) { Secure = baseUri.Scheme == Uri.UriSchemeHttps });
        return chosen;
    }

    private string? CookieValue(Uri uri, string name) => _cookies.GetCookies(uri)[name]?.Value;

    /// <summary>A front door may refuse a client without a User-Agent.</summary>
    private sealed class BrowserLikeHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.UserAgent.TryParseAdd("Mozilla/5.0 (compatible; studio-app-customizer)");
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>What the app's address answered to the question whether it is ready.</summary>
/// <param name="IsReady">The app's server answered.</param>
/// <param name="IsRefusal">The front door wants a sign-in.</param>
/// <param name="Description">For the log: status and content type, no more.</param>
internal sealed record AppAnswer(bool IsReady, bool IsRefusal, string Description);
