using CustomizerLambda.Events;
using CustomizerLambda.Terminal;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Studio;

/// <summary>An open way into one app: a session of its owner's, and the app's server behind it.</summary>
internal sealed class AppEntrance : IDisposable
{
    /// <summary>How long one session waits for the app to answer; then a new one is tried, for a sign-in page may look like a page that loads.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly StudioSession _session;
    private readonly StudioApp _app;
    private readonly Uri _baseUri;

    private AppEntrance(StudioSession session, StudioApp app, Uri baseUri) => (_session, _app, _baseUri) = (session, app, baseUri);

    /// <summary>The app's server.</summary>
    public IAppServer Server => _app.IsCodeEditor ? _session.CodeEditor(_baseUri) : _session.Jupyter(_baseUri);

    /// <summary>Signs in with a fresh sign-in URL, and waits until the server of an app that is in service answers.</summary>
    /// <param name="observe">See <see cref="StudioSession"/>.</param>
    public static async Task<AppEntrance> OpenAsync(
        StudioApp app,
        Uri signInUrl,
        StudioHosts hosts,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken,
        Func<HttpMessageHandler, HttpMessageHandler>? observe = null)
    {
        var entrance = await SignInAsync(app, signInUrl, hosts, cancellationToken, observe);
        try
        {
            await entrance.WaitUntilReadyAsync(time, logger, cancellationToken);
            return entrance;
        }
        catch
        {
            entrance.Dispose();
            throw;
        }
    }

    /// <summary>Signs in with a fresh sign-in URL. The app may still be starting.</summary>
    /// <param name="observe">See <see cref="StudioSession"/>.</param>
    public static async Task<AppEntrance> SignInAsync(
        StudioApp app, Uri signInUrl, StudioHosts hosts, CancellationToken cancellationToken, Func<HttpMessageHandler, HttpMessageHandler>? observe = null)
    {
        var session = new StudioSession(hosts, observe);
        try
        {
            return new AppEntrance(session, app, await session.SignInAsync(signInUrl, app.BasePath, cancellationToken));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Whether the app's server answers by now.</summary>
    public async Task<bool> KnockAsync(CancellationToken cancellationToken)
    {
        if (!(await AskAsync(cancellationToken)).IsReady) return false;
        await _session.EnterAsync(_baseUri, cancellationToken);
        return true;
    }

    /// <summary>Waits until the server of an app that is in service answers.</summary>
    private async Task WaitUntilReadyAsync(TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var pause = ShortestPause;
        while (true)
        {
            var answer = await AskAsync(cancellationToken);
            if (answer.IsReady) return;
            logger.NotReady(answer.Description);
            if (answer.IsRefusal)
            {
                throw new SignInRefusedException(
                    $"The front door doesn't take the session that it opened ({answer.Description}): check conditions on the source address or VPC endpoint in the policies for sagemaker:CreatePresignedDomainUrl.");
            }

            if (time.GetElapsedTime(began) > Patience)
            {
                throw new AppUnreachableException(
                    $"The app is in service, but its server hasn't answered for {Patience.TotalSeconds:0} s ({answer.Description}): check that the app opens in a browser, and its image's base URL.");
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }

    public void Dispose() => _session.Dispose();

    private Task<AppAnswer> AskAsync(CancellationToken cancellationToken) =>
        _session.AskAsync(_app.IsCodeEditor ? Readiness.OfCodeEditor : Readiness.OfJupyter, _baseUri, cancellationToken);
}
