using System.Net;
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

    /// <summary>Waits until the app is in service.</summary>
    /// <exception cref="AppGoneException">It failed, or was deleted.</exception>
    public async Task WaitUntilInServiceAsync(StudioApp app, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var waited = time.GetElapsedTime(began);
            var (status, failureReason) = await StatusAsync(app, waited, cancellationToken);
            if (status == "InService") return;
            if (status is not "Pending")
            {
                throw new AppGoneException(
                    $"The app is {status}, not in service{(failureReason is null ? "" : $" ({failureReason})")}: there is nothing to customize. Check the app in the domain's console.");
            }

            var pause = PollSchedule.After(waited);
            logger.WaitingForApp(status, waited.TotalSeconds, pause.TotalSeconds);
            await Task.Delay(pause, time, cancellationToken);
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
            return (response.Status ?? "Pending", response.FailureReason);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "ResourceNotFound" && waited < UnknownAtFirst)
        {
            return ("Pending", null);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "ResourceNotFound")
        {
            throw new AppGoneException("SageMaker knows no such app: it may be deleted already.");
        }
        catch (AmazonServiceException exception) when (IsThrottling(exception))
        {
            return ("Pending", null);
        }
        catch (AmazonServiceException exception)
        {
            throw Refused("sagemaker:DescribeApp", exception);
        }
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

    internal static bool IsThrottling(AmazonServiceException exception) =>
        exception.StatusCode == HttpStatusCode.TooManyRequests || exception.ErrorCode is "ThrottlingException" or "Throttling" or "RequestLimitExceeded";
}
