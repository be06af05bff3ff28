namespace LocalStudio.FrontDoor;

/// <summary>A request that came to the front door. A query is left out, for a sign-in's is a secret.</summary>
/// <param name="At">When it came.</param>
/// <param name="Method">Its method.</param>
/// <param name="Host">The host and port that it was sent to.</param>
/// <param name="Path">Its path.</param>
/// <param name="Status">What was answered; 101 for a WebSocket.</param>
public sealed record RequestRecord(DateTimeOffset At, string Method, string Host, string Path, int Status)
{
    /// <summary>Its Origin.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether it has the header X-XSRFToken.</summary>
    public bool HasXsrfToken { get; init; }

    /// <summary>Its User-Agent.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The names of its cookies.</summary>
    public IReadOnlyList<string> CookieNames { get; init; } = [];

    internal static RequestRecord Of(HttpContext context, DateTimeOffset at, int status)
    {
        var request = context.Request;
        return new RequestRecord(at, request.Method, request.Host.Value ?? "", request.Path.Value ?? "", status)
        {
            Origin = request.Headers.Origin is [var origin, ..] ? origin : null,
            HasXsrfToken = request.Headers.ContainsKey("X-XSRFToken"),
            UserAgent = request.Headers.UserAgent is [var userAgent, ..] ? userAgent : null,
            CookieNames = [.. request.Cookies.Keys],
        };
    }
}
