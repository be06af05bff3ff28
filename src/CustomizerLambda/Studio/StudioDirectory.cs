using Amazon.Runtime;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Studio;

/// <summary>What SageMaker's API says of an app: whose it is, whether it runs, and how its owner signs in. Its refusals become errors that say what to check.</summary>
internal sealed class StudioDirectory(AmazonSageMakerClient sageMaker, TimeProvider time, ILogger logger)
{
    /// <summary>Why a domain's apps can't be entered.</summary>
    internal const string SignsInByIdentityCenter =
        "The domain signs its users in by IAM Identity Center, and AWS lets nobody else mint sign-in URLs for it: use a lifecycle configuration there.";

    private const string InService = nameof(InService);
    private const string Pending = nameof(Pending);
    private const string Throttled = "not told, for SageMaker has too many questions";

    /// <summary>How long an app that was just created may be unknown to DescribeApp.</summary>
    private static readonly TimeSpan UnknownAtFirst = TimeSpan.FromSeconds(30);

    /// <summary>The user profile whose app it is.</summary>
    /// <exception cref="NotSupportedByDomainException">The space has no owner.</exception>
    public async Task<string> OwnerAsync(StudioApp app, CancellationToken cancellationToken)
    {
        if (app.SpaceName is null) return app.UserProfileName!;
        try
        {
            var space = await sageMaker.DescribeSpaceAsync(new() { DomainId = app.DomainId, SpaceName = app.SpaceName }, cancellationToken);
            return StudioApp.IsEntityName(space.OwnershipSettings?.OwnerUserProfileName)
                ? space.OwnershipSettings!.OwnerUserProfileName!
                : throw new NotSupportedByDomainException(
                    "The space has no owner, so there is nobody to sign in as: give it one (CreateSpace, OwnershipSettings), or use a lifecycle configuration.");
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "ResourceNotFound")
        {
            throw new AppGoneException("The space doesn't exist (any more): nothing to customize.");
        }
        catch (AmazonServiceException exception)
        {
            throw Refused("sagemaker:DescribeSpace", exception);
        }
    }

    /// <summary>Whether the app is in service, as far as can be known by one question.</summary>
    /// <exception cref="AppGoneException">It failed, or was deleted.</exception>
    public async Task<bool> IsInServiceAsync(StudioApp app, CancellationToken cancellationToken) =>
        await StateAsync(app, TimeSpan.Zero, cancellationToken) == InService;

    /// <summary>Waits until the app is in service, or its own address answers.</summary>
    /// <param name="knock">Asks the app's address; null where nobody can. Then SageMaker is asked more often.</param>
    /// <returns>Whether the app's address answered.</returns>
    /// <exception cref="AppGoneException">It failed, or was deleted.</exception>
    public async Task<bool> WaitUntilInServiceAsync(StudioApp app, Func<CancellationToken, Task<bool>>? knock, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var askAt = knock is null ? TimeSpan.Zero : PollSchedule.After(TimeSpan.Zero, knocks: true); // who knocks has just asked
        var throttled = 0;
        while (true)
        {
            var waited = time.GetElapsedTime(began);
            if (waited >= askAt)
            {
                var status = await StateAsync(app, waited, cancellationToken);
                if (status == InService) return false;
                throttled = status == Throttled ? throttled + 1 : 0;
                var pause = PollSchedule.After(waited, knock is not null, throttled);
                logger.WaitingForApp(status, waited.TotalSeconds, pause.TotalSeconds);
                askAt = waited + pause;
            }

            if (knock is not null && await knock(cancellationToken)) return true;
            var rest = askAt - time.GetElapsedTime(began);
            if (knock is not null && PollSchedule.BeforeKnock(waited) is var untilKnock && untilKnock < rest) rest = untilKnock;
            // A delay is in whole milliseconds: rounded up, or the end of the wait would be spent in circles.
            if (rest > TimeSpan.Zero) await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), time, cancellationToken);
        }
    }

    /// <summary>How the domain is set up.</summary>
    public async Task<DescribeDomainResponse> DomainAsync(string domainId, CancellationToken cancellationToken)
    {
        try
        {
            return await sageMaker.DescribeDomainAsync(new() { DomainId = domainId }, cancellationToken);
        }
        catch (AmazonServiceException exception)
        {
            throw Refused("sagemaker:DescribeDomain", exception);
        }
    }

    /// <summary>A sign-in URL for the app's owner. A secret; it can be used once, for as short a time as AWS allows to be safe.</summary>
    public async Task<Uri> SignInUrlAsync(StudioApp app, string owner, CancellationToken cancellationToken)
    {
        try
        {
            var request = new CreatePresignedDomainUrlRequest
            {
                DomainId = app.DomainId,
                UserProfileName = owner,
                SpaceName = app.SpaceName,
                ExpiresInSeconds = 60,
                SessionExpirationDurationInSeconds = 1800,
            };
            var response = await sageMaker.CreatePresignedDomainUrlAsync(request, cancellationToken);
            return Uri.TryCreate(response.AuthorizedUrl, UriKind.Absolute, out var url)
                ? url
                : throw new SignInRefusedException("CreatePresignedDomainUrl answered without a URL: check who answers for SageMaker's API.");
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "ValidationException")
        {
            throw await SignsInElsewhereAsync(app, exception, cancellationToken);
        }
        catch (AmazonServiceException exception)
        {
            throw Refused("sagemaker:CreatePresignedDomainUrl", exception);
        }
    }

    /// <summary>What SageMaker says of the app now.</summary>
    /// <param name="waited">How long it has been asked: at first, an app may be unknown.</param>
    internal async Task<(string Status, string? FailureReason)> StatusAsync(StudioApp app, TimeSpan waited, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeAppRequest
            {
                DomainId = app.DomainId,
                UserProfileName = app.UserProfileName,
                SpaceName = app.SpaceName,
                AppType = app.AppType,
                AppName = app.AppName,
            };
            var response = await sageMaker.DescribeAppAsync(request, cancellationToken);
            return (response.Status ?? Pending, response.FailureReason);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "ResourceNotFound" && waited < UnknownAtFirst)
        {
            return (Pending, null);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "ResourceNotFound")
        {
            throw new AppGoneException("SageMaker knows no such app: it may be deleted already.");
        }
        catch (AmazonServiceException exception) when (RetrySchedule.CanHelp(exception))
        {
            return (Throttled, null);
        }
        catch (AmazonServiceException exception)
        {
            throw Refused("sagemaker:DescribeApp", exception);
        }
    }

    /// <returns><see cref="InService"/>, or why it isn't yet.</returns>
    private async Task<string> StateAsync(StudioApp app, TimeSpan waited, CancellationToken cancellationToken)
    {
        var (status, failureReason) = await StatusAsync(app, waited, cancellationToken);
        return status is Pending or InService or Throttled
            ? status
            : throw new AppGoneException(
                $"The app is {status}, not in service{(failureReason is null ? "" : $" ({failureReason})")}: there is nothing to customize. Check the app in the domain's console.");
    }

    private async Task<CustomizerException> SignsInElsewhereAsync(StudioApp app, AmazonServiceException exception, CancellationToken cancellationToken)
    {
        try
        {
            var domain = await sageMaker.DescribeDomainAsync(new() { DomainId = app.DomainId }, cancellationToken);
            if (domain.AuthMode == "SSO")
            {
                return new NotSupportedByDomainException(SignsInByIdentityCenter, exception);
            }
        }
        catch (AmazonServiceException)
        {
            // What CreatePresignedDomainUrl said is the better message.
        }

        return new NotSupportedByDomainException($"CreatePresignedDomainUrl refused the request ({exception.Message}): check the domain's and the space's settings.", exception);
    }

    /// <summary>What a refusal of one of SageMaker's actions means.</summary>
    internal static CustomizerException Refused(string action, AmazonServiceException exception) =>
        exception.ErrorCode switch
        {
            "AccessDeniedException" => new NotSupportedByDomainException(
                $"The function may not call {action} ({exception.Message}): check its role, permissions boundary and the organization's policies.", exception),
            "ResourceNotFound" => new AppGoneException($"{action} knows no such domain, user profile or space: it may be deleted already."),
            _ => new AppUnreachableException(
                $"{action} failed ({exception.ErrorCode ?? exception.StatusCode.ToString()}): check SageMaker's service health, and the function's way to its API.", exception),
        };
}
