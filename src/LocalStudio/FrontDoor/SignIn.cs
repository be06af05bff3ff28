using System.Collections.Concurrent;
using LocalStudio.Journals;
using LocalStudio.Studio;

namespace LocalStudio.FrontDoor;

/// <summary>The sign-in: <c>/auth?token=…</c> opens a session, and leads to its app.</summary>
internal sealed class SignIn(StudioState state, SignInTokens tokens, Sessions sessions, Moods moods, Journal<StudioEvent> journal)
{
    public const string Path = "/auth";
    public const string SecondPath = "/auth/continue";

    private readonly ConcurrentDictionary<string, Session> _halfWay = new(StringComparer.Ordinal);

    public async Task HandleAsync(HttpContext context)
    {
        var grant = tokens.Redeem(context.Request.Query["token"].ToString(), out var refusal);
        if (grant is null)
        {
            journal.Add(new SignInRefused(refusal));
            await Pages.RefuseAsync(context, moods, $"This sign-in URL can't be used: {refusal}.");
            return;
        }

        var session = sessions.Open(grant);
        journal.Add(new SessionOpened(grant.UserProfileName, grant.SpaceName));
        var basePath = StudioApps.BasePath(state, grant);
        var landing = basePath.TrimEnd('/') + "/" + grant.LandingPath;
        sessions.SetCookies(context.Response, session, basePath);
        if (moods.ForeignRedirect)
        {
            context.Response.Redirect($"http://localhost:{context.Request.Host.Port}{landing}");
        }
        else if (moods.CookiesOnPage)
        {
            await Pages.WriteAsync(context, "Signing in", $"""<script>location.replace("{landing}")</script>""");
        }
        else if (moods.TwoHops)
        {
            var step = Guid.NewGuid().ToString("N");
            _halfWay[step] = session;
            context.Response.Redirect($"{SecondPath}?step={step}");
        }
        else
        {
            context.Response.Redirect(landing);
        }
    }

    public async Task ContinueAsync(HttpContext context)
    {
        if (!_halfWay.TryRemove(context.Request.Query["step"].ToString(), out var session))
        {
            await Pages.RefuseAsync(context, moods, "This step of a sign-in can't be used.");
            return;
        }

        var basePath = StudioApps.BasePath(state, session.Grant);
        sessions.SetSecondCookie(context.Response, session, basePath);
        context.Response.Redirect(basePath.TrimEnd('/') + "/" + session.Grant.LandingPath);
    }
}
