using LocalStudio.Knobs;

namespace LocalStudio.FrontDoor;

/// <summary>
/// How the front door treats a client. Nobody has published how Studio's own does it, so there's a mood for each thing that could be so.
/// May be changed while it runs.
/// </summary>
public sealed class Moods() : KnobSet(All)
{
    internal static readonly IReadOnlyList<Knob> All =
    [
        new("cookies-on-redirect", null, "the sign-in's redirect sets the session's cookies (the default; this changes nothing)"),
        new("cookies-on-page", null, "the sign-in answers a page with the cookies, and no redirect"),
        new("two-hops", null, "the sign-in redirects twice; each redirect sets one of the cookies, and both are needed"),
        new("foreign-redirect", null, "the sign-in redirects to another origin"),
        new("path-scoped-cookies", null, "the session's cookies hold for the app's base path only"),
        new("session-lasts", "SECONDS", "a session and its WebSockets end after that long"),
        new("sign-in-page-when-expired", null, "without a valid session everything is a sign-in page with 200, not a 403"),
        new("loading-page", "SECONDS", "for that long after the app went into service everything is a loading page with 200"),
        new("not-ready-404", "SECONDS", "for that long after the app went into service everything is a 404"),
        new("not-ready-502", "SECONDS", "the same with 502"),
        new("not-ready-503", "SECONDS", "the same with 503"),
        new("origin-required", null, "WebSockets, POST, PUT, PATCH and DELETE need the front door's own Origin"),
        new("user-agent-required", null, "every request needs a User-Agent"),
        new("session-cookies-stripped", null, "the front door's own cookies aren't passed on to the app's server"),
        new("unknown-cookies-stripped", null, "only cookies that the app's server itself has set in this session are passed on to it"),
        new("websocket-cut-after-seconds", "N", "each WebSocket is cut after N seconds"),
        new("websocket-cut-after-messages", "N", "each WebSocket is cut after N messages from the server"),
        new("websocket-cut-after-bytes", "N", "each WebSocket is cut after N bytes from the server"),
        new("slow", "MILLISECONDS", "each request waits that long"),
    ];

    /// <summary>The sign-in answers a page with the cookies, and no redirect.</summary>
    public bool CookiesOnPage { get => IsOn("cookies-on-page"); set => Switch("cookies-on-page", value); }

    /// <summary>The sign-in redirects twice; each redirect sets one of the cookies, and both are needed.</summary>
    public bool TwoHops { get => IsOn("two-hops"); set => Switch("two-hops", value); }

    /// <summary>The sign-in redirects to another origin: this port by another name, so that who follows is seen in the requests.</summary>
    public bool ForeignRedirect { get => IsOn("foreign-redirect"); set => Switch("foreign-redirect", value); }

    /// <summary>The session's cookies hold for the app's base path only.</summary>
    public bool PathScopedCookies { get => IsOn("path-scoped-cookies"); set => Switch("path-scoped-cookies", value); }

    /// <summary>How long a session and its WebSockets last, when less than was asked for.</summary>
    public TimeSpan? SessionLasts { get => Seconds("session-lasts"); set => SetNumber("session-lasts", value?.TotalSeconds); }

    /// <summary>Without a valid session everything is a sign-in page with 200.</summary>
    public bool SignInPageWhenExpired { get => IsOn("sign-in-page-when-expired"); set => Switch("sign-in-page-when-expired", value); }

    /// <summary>How long after the app went into service everything is a loading page with 200.</summary>
    public TimeSpan? LoadingPage { get => Seconds("loading-page"); set => SetNumber("loading-page", value?.TotalSeconds); }

    /// <summary>How long after the app went into service everything is a 404.</summary>
    public TimeSpan? NotReady404 { get => Seconds("not-ready-404"); set => SetNumber("not-ready-404", value?.TotalSeconds); }

    /// <summary>How long after the app went into service everything is a 502.</summary>
    public TimeSpan? NotReady502 { get => Seconds("not-ready-502"); set => SetNumber("not-ready-502", value?.TotalSeconds); }

    /// <summary>How long after the app went into service everything is a 503.</summary>
    public TimeSpan? NotReady503 { get => Seconds("not-ready-503"); set => SetNumber("not-ready-503", value?.TotalSeconds); }

    /// <summary>WebSockets, POST, PUT, PATCH and DELETE need the front door's own Origin.</summary>
    public bool OriginRequired { get => IsOn("origin-required"); set => Switch("origin-required", value); }

    /// <summary>Every request needs a User-Agent.</summary>
    public bool UserAgentRequired { get => IsOn("user-agent-required"); set => Switch("user-agent-required", value); }

    /// <summary>The front door's own cookies aren't passed on to the app's server.</summary>
    public bool SessionCookiesStripped { get => IsOn("session-cookies-stripped"); set => Switch("session-cookies-stripped", value); }

    /// <summary>Only cookies that the app's server itself has set in this session are passed on to it.</summary>
    public bool UnknownCookiesStripped { get => IsOn("unknown-cookies-stripped"); set => Switch("unknown-cookies-stripped", value); }

    /// <summary>Each WebSocket is cut after that long.</summary>
    public TimeSpan? WebSocketCutAfter { get => Seconds("websocket-cut-after-seconds"); set => SetNumber("websocket-cut-after-seconds", value?.TotalSeconds); }

    /// <summary>Each WebSocket is cut after that many messages from the server.</summary>
    public long? WebSocketCutAfterMessages { get => (long?)Number("websocket-cut-after-messages"); set => SetNumber("websocket-cut-after-messages", value); }

    /// <summary>Each WebSocket is cut after that many bytes from the server.</summary>
    public long? WebSocketCutAfterBytes { get => (long?)Number("websocket-cut-after-bytes"); set => SetNumber("websocket-cut-after-bytes", value); }

    /// <summary>How long each request waits.</summary>
    public TimeSpan? Slow { get => Number("slow") is { } ms ? TimeSpan.FromMilliseconds(ms) : null; set => SetNumber("slow", value?.TotalMilliseconds); }
}
