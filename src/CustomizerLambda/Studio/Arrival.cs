using CustomizerLambda.Events;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Studio;

/// <summary>
/// Gets into an app as soon as there is a way. While the app starts, SageMaker's API is asked little, for every start of the account shares its limit:
/// a session is opened early, and the app's own address says when its server answers. A session that was opened early is never relied upon: SageMaker
/// is asked as well, and when the app is in service by its word, a new session is opened.
/// </summary>
internal sealed class Arrival(StudioDirectory directory, StudioHosts hosts, TimeProvider time, ILogger logger)
{
    /// <inheritdoc cref="StudioDirectory.OwnerAsync"/>
    public Task<string> OwnerAsync(StudioApp app, CancellationToken cancellationToken) => directory.OwnerAsync(app, cancellationToken);

    /// <summary>Waits until the app is in service, signs in as its owner, and waits until its server answers.</summary>
    /// <param name="inService">Called when the app is in service.</param>
    /// <exception cref="CustomizerException">It never will be, or nobody is let in.</exception>
    public async Task<AppEntrance> EnterAsync(StudioApp app, string owner, Action inService, CancellationToken cancellationToken)
    {
        if (!await directory.IsInServiceAsync(app, cancellationToken))
        {
            var early = await TrySignInEarlyAsync(app, owner, cancellationToken);
            if (await WaitAsync(app, early, cancellationToken))
            {
                inService();
                return early!;
            }
        }

        inService();
        return await SignInAsync(app, owner, cancellationToken);
    }

    /// <summary>Signs in to an app that is in service, and waits until its server answers.</summary>
    /// <exception cref="CustomizerException">Nobody is let in.</exception>
    public async Task<AppEntrance> SignInAsync(StudioApp app, string owner, CancellationToken cancellationToken)
    {
        logger.SigningIn(owner);
        var signInUrl = await directory.SignInUrlAsync(app, owner, cancellationToken);
        var entrance = await AppEntrance.OpenAsync(app, signInUrl, hosts, time, logger, cancellationToken);
        logger.SignedIn();
        return entrance;
    }

    /// <returns>Whether the early session leads to the app's server. If not, it is disposed of.</returns>
    private async Task<bool> WaitAsync(StudioApp app, AppEntrance? early, CancellationToken cancellationToken)
    {
        var isOpen = false;
        try
        {
            isOpen = await directory.WaitUntilInServiceAsync(app, early is null ? null : early.KnockAsync, cancellationToken);
            if (isOpen) logger.SignedIn();
            return isOpen;
        }
        finally
        {
            if (!isOpen) early?.Dispose();
        }
    }

    /// <returns>Null where nobody is let in before the app is in service.</returns>
    private async Task<AppEntrance?> TrySignInEarlyAsync(StudioApp app, string owner, CancellationToken cancellationToken)
    {
        try
        {
            logger.SigningInEarly(owner);
            return await AppEntrance.SignInAsync(app, await directory.SignInUrlAsync(app, owner, cancellationToken), hosts, cancellationToken);
        }
        catch (CustomizerException exception)
        {
            // Whether that stays so is seen when the app is in service.
            logger.NotReady(exception.Message);
            return null;
        }
    }
}
