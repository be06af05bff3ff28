namespace LocalStudio.FrontDoor;

/// <summary>Which of a request's cookies are passed on to the app's server.</summary>
internal static class CookieFilter
{
    public static string? Apply(HttpRequest request, Session session, Moods moods)
    {
        var kept = request.Headers.Cookie
            .SelectMany(header => (header ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(cookie => IsKept(cookie.Split('=', 2)[0], session, moods));
        return string.Join("; ", kept) is { Length: > 0 } cookies ? cookies : null;
    }

    private static bool IsKept(string name, Session session, Moods moods)
    {
        if (moods.SessionCookiesStripped && Sessions.IsOwnCookie(name)) return false;
        return !moods.UnknownCookiesStripped || session.AppCookies.ContainsKey(name);
    }
}
