using System.Diagnostics;

namespace CustomizerLambda.SelfTest;

/// <summary>Writes down what Studio's front door does, without anything that is somebody's: see <see cref="Redaction"/>.</summary>
internal sealed class FrontDoorRecorder
{
    /// <summary>More than all checks need: an app that keeps us asking mustn't make the report too large to be returned.</summary>
    private const int MaxExchanges = 200;

    /// <summary>Of one answer.</summary>
    private const int MaxCookies = 20;

    private readonly List<Exchange> _exchanges = [];

    /// <summary>In order.</summary>
    public IReadOnlyList<Exchange> Exchanges
    {
        get
        {
            lock (_exchanges) return [.. _exchanges];
        }
    }

    /// <summary>A handler that writes down what goes through <paramref name="inner"/>.</summary>
    public HttpMessageHandler Around(HttpMessageHandler inner) => new RecordingHandler(this, inner);

    private void Add(Exchange exchange)
    {
        lock (_exchanges)
        {
            if (_exchanges.Count < MaxExchanges) _exchanges.Add(exchange);
        }
    }

    private sealed class RecordingHandler(FrontDoorRecorder recorder, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (method, uri, began) = (request.Method.Method, request.RequestUri!, Stopwatch.GetTimestamp());
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                recorder.Add(Of(method, uri, response, Stopwatch.GetElapsedTime(began)));
                return response;
            }
            catch (Exception exception)
            {
                var error = exception is HttpRequestException failure ? failure.HttpRequestError.ToString() : exception.GetType().Name;
                recorder.Add(new Exchange(method, Redaction.Address(uri)) { Error = error, Ms = Checklist.Milliseconds(Stopwatch.GetElapsedTime(began)) });
                throw;
            }
        }

        private static Exchange Of(string method, Uri uri, HttpResponseMessage response, TimeSpan took) => new(method, Redaction.Address(uri))
        {
            Status = (int)response.StatusCode,
            Ms = Checklist.Milliseconds(took),
            ContentType = response.Content.Headers.ContentType is { MediaType: { } type } ? AppText.Of(type) : null,
            Location = response.Headers.Location is not { } location ? null : Uri.TryCreate(uri, location, out var target) ? Redaction.Address(target) : "*",
            SetCookies = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies.Take(MaxCookies).Select(cookie => AppText.Of(Redaction.SetCookie(cookie)))] : [],
            Server = response.Headers.TryGetValues("Server", out var servers) ? Redaction.Server(servers.First()) : null,
        };
    }
}

/// <summary>One request, and what the front door answered.</summary>
/// <param name="Method">Such as <c>GET</c>; a WebSocket's upgrade is one too.</param>
/// <param name="Address">The host's and path's pattern, with the names of the query's parameters.</param>
internal sealed record Exchange(string Method, string Address)
{
    public int? Status { get; init; }

    /// <summary>Until the response's head was there.</summary>
    public double Ms { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Where it redirects to, as a pattern.</summary>
    public string? Location { get; init; }

    /// <summary>Names and attributes.</summary>
    public IReadOnlyList<string> SetCookies { get; init; } = [];

    public string? Server { get; init; }

    /// <summary>What kept it from being answered, by .NET's name.</summary>
    public string? Error { get; init; }
}
