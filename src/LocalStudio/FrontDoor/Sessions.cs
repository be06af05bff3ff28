using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace LocalStudio.FrontDoor;

/// <summary>The sessions, and the cookies that say which is whose.</summary>
internal sealed class Sessions(Moods moods)
{
    private const string SessionCookie = "StudioSessionToken";
    private const string SecondCookie = "AccessToken";
    private const string UserProfileCookie = "studioUserProfileName";
    private const string AuthModeCookie = "authMode";
    private const string ExpiryCookie = "expiryTime";

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Whether a cookie is the front door's own.</summary>
    public static bool IsOwnCookie(string name) => name is SessionCookie or SecondCookie or UserProfileCookie or AuthModeCookie or ExpiryCookie;

    public Session Open(SignInGrant grant)
    {
        var session = new Session(grant) { SecondToken = moods.TwoHops ? RandomNumberGenerator.GetHexString(64, lowercase: true) : null };
        _sessions[session.Token] = session;
        return session;
    }

    /// <summary>The session that a request's cookies belong to; null when there's none, or it has ended.</summary>
    public Session? Find(IRequestCookieCollection cookies)
    {
        if (cookies[SessionCookie] is not { } token || !_sessions.TryGetValue(token, out var session)) return null;
        if (session.SecondToken is { } second && cookies[SecondCookie] != second) return null;
        return session.EndsAt(moods) > DateTimeOffset.UtcNow ? session : null;
    }

    /// <summary>Sets the session's cookies, but for the second where a mood demands one.</summary>
    public void SetCookies(HttpResponse response, Session session, string basePath)
    {
        var path = moods.PathScopedCookies ? basePath : "/";
        var expiry = session.EndsAt(moods).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        response.Cookies.Append(SessionCookie, session.Token, new() { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax });
        response.Cookies.Append(UserProfileCookie, session.Grant.UserProfileName, new() { Path = path });
        response.Cookies.Append(AuthModeCookie, "Iam", new() { Path = path });
        response.Cookies.Append(ExpiryCookie, expiry, new() { Path = path });
    }

    public void SetSecondCookie(HttpResponse response, Session session, string basePath)
    {
        var path = moods.PathScopedCookies ? basePath : "/";
        response.Cookies.Append(SecondCookie, session.SecondToken!, new() { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax });
    }
}
