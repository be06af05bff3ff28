using System.Net;
using System.Security.Cryptography;
using CustomizerLambda.Terminal.CodeEditor;
using CustomizerLambda.Terminal.Jupyter;

namespace CustomizerLambda.Studio;

/// <summary>
/// One user's session with Studio's front door: its HTTP client and cookie jar live as long as this object, and serve nobody else.
/// Nobody has published which cookies the front door sets, or when; so all are kept, from every hop, and none is expected by name.
/// </summary>
internal sealed class StudioSession : IDisposable
{
    private const int MostRedirects = 10;

    private readonly StudioHosts _hosts;
    private readonly CookieContainer _cookies = new();
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
        var landed = await FollowAsync(signInUrl, cancellationToken);
        var baseUri = new Uri(landed, basePath);
        await EnterAsync(baseUri, cancellationToken);
        return baseUri;
    }

    /// <summary>Opens the app's page, which sets Jupyter's _xsrf cookie, and whatever else the front door sets on the way to it.</summary>
    public async Task EnterAsync(Uri baseUri, CancellationToken cancellationToken)
    {
        if (CookieValue(baseUri, "_xsrf") is null) await FollowAsync(baseUri, cancellationToken);
    }

    /// <summary>Asks the app's server whether it is ready, once.</summary>
    public async Task<AppAnswer> AskAsync(Readiness readiness, Uri baseUri, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(baseUri, readiness.Path));
            using var response = await _http.SendAsync(request, cancellationToken);
            if (await readiness.IsAnswerAsync(response, cancellationToken)) return new AppAnswer(IsReady: true, IsRefusal: false, "ready");

            var isRefusal = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || IsRedirect(response);
            return new AppAnswer(IsReady: false, isRefusal, $"HTTP {(int)response.StatusCode}, {response.Content.Headers.ContentType?.MediaType ?? "no content type"}");
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
    private async Task<Uri> FollowAsync(Uri uri, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            if (!_hosts.IsTrusted(uri))
            {
                throw new UntrustedHostException(
                    hop == 0
                        ? "The sign-in URL isn't https on one of this region's Studio hosts: nothing was sent to it. Check the region, and who answers for SageMaker's API."
                        : $"Studio redirected the sign-in to another host ({uri.Host}): the sign-in URL may have expired. Check the function's clock and the domain's network settings.");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            using var response = await SendAsync(request, cancellationToken);
            if (IsRedirect(response))
            {
                uri = new Uri(uri, response.Headers.Location!);
                continue;
            }

            // What the app's own page answers doesn't matter yet: it may still be starting.
            if (hop == 0 && response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
            {
                throw new SignInRefusedException(
                    $"Studio's front door refused the sign-in (HTTP {(int)response.StatusCode}): check conditions on the source address or VPC endpoint in the policies for sagemaker:CreatePresignedDomainUrl.");
            }

            return uri;
        }

        throw new SignInRefusedException($"Studio's front door redirected the sign-in more than {MostRedirects} times: check the domain's status.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            // The message of an HttpRequestException names the host only; the URL, which is a secret, stays out.
            throw new AppUnreachableException(
                $"Studio's front door can't be reached ({exception.HttpRequestError}): in a VPC-only domain, check that the function is in the VPC and that the VPC has a sagemaker studio endpoint.",
                exception);
        }
    }

    private static bool IsRedirect(HttpResponseMessage response) => (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is not null;

    /// <summary>Jupyter's own, or, where no page has set one, one of ours: Jupyter only compares the cookie with the header (double submit).</summary>
    private string XsrfToken(Uri baseUri)
    {
        if (CookieValue(baseUri, "_xsrf") is { } given) return given;
        var chosen = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _cookies.Add(new Cookie("_xsrf", chosen, baseUri.AbsolutePath, baseUri.Host) { Secure = baseUri.Scheme == Uri.UriSchemeHttps });
        return chosen;
    }

    private string? CookieValue(Uri uri, string name) => _cookies.GetCookies(uri)[name]?.Value;

    /// <summary>A front door may refuse a client without a User-Agent, and may keep one waiting for ever.</summary>
    private sealed class BrowserLikeHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.UserAgent.TryParseAdd("Mozilla/5.0 (compatible; studio-app-customizer)");
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                return await base.SendAsync(request, patience.Token);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, $"No answer within {Patience.TotalSeconds:0} s.", exception);
            }
        }
    }
}

/// <summary>What the app's address answered to the question whether it is ready.</summary>
/// <param name="IsReady">The app's server answered.</param>
/// <param name="IsRefusal">The front door wants a sign-in.</param>
/// <param name="Description">For the log: status and content type, no more.</param>
internal sealed record AppAnswer(bool IsReady, bool IsRefusal, string Description);
