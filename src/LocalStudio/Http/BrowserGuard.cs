namespace LocalStudio.Http;

/// <summary>
/// Keeps pages of other origins out, which a developer's browser may have open: what they send to a port of this machine it sends for them. Programs send
/// none of the headers by which a browser is known, and pass.
/// </summary>
internal static class BrowserGuard
{
    /// <summary>Why a request is refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="mayFollowLinks">Whether another site's page may lead the user here, as sign-in URLs do.</param>
    /// <returns>Null when it is let in.</returns>
    public static string? Refusal(HttpRequest request, int port, bool mayFollowLinks)
    {
        // A name of somebody's that has come to mean this machine (DNS rebinding) would make their page one of our own origin.
        if (!IsOurs(request.Host.Value, port)) return "This server is known by other names.";
        if (request.Headers.Origin is [{ } origin, ..] && origin != $"{request.Scheme}://{request.Host.Value}" && !IsNavigation(request, mayFollowLinks)) return "Pages of other origins may not ask this server.";
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "none" or "same-origin" || IsNavigation(request, mayFollowLinks) ? null : "Pages of other sites may not ask this server.";
    }

    private static bool IsOurs(string? host, int port) => host == $"127.0.0.1:{port}" || host == $"localhost:{port}";

    private static bool IsNavigation(HttpRequest request, bool mayFollowLinks) =>
        mayFollowLinks && HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
}
