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

    private AppEntrance(StudioSession session, IAppServer server) => (_session, Server) = (session, server);

    /// <summary>The app's server.</summary>
    public IAppServer Server { get; }

    /// <summary>Signs in with a fresh sign-in URL, and waits until the app's server answers.</summary>
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
        var session = new StudioSession(hosts, observe);
        try
        {
            var baseUri = await session.SignInAsync(signInUrl, app.BasePath, cancellationToken);
            await WaitUntilReadyAsync(session, app.IsCodeEditor ? Readiness.OfCodeEditor : Readiness.OfJupyter, baseUri, time, logger, cancellationToken);
            return new AppEntrance(session, app.IsCodeEditor ? session.CodeEditor(baseUri) : session.Jupyter(baseUri));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose() => _session.Dispose();

    private static async Task WaitUntilReadyAsync(
        StudioSession session, Readiness readiness, Uri baseUri, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var pause = ShortestPause;
        while (true)
        {
            var answer = await session.AskAsync(readiness, baseUri, cancellationToken);
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
}
