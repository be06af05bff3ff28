using Amazon.Runtime;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Studio;

/// <summary>The tags of spaces and user profiles, as far as they concern us.</summary>
internal sealed class StudioTags(AmazonSageMakerClient sageMaker)
{
    /// <summary>A resource has 50 tags at the most: they come in one answer.</summary>
    private const int MostTags = 50;

    /// <summary>Why nothing is to be run in the app; null when no tag says so. One call for each that may carry the tag, at the same time.</summary>
    /// <param name="app">The app.</param>
    /// <param name="owner">The user profile whose app it is.</param>
    /// <param name="functionArn">The function's own ARN, whose partition, region and account are the app's too.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="NotSupportedByDomainException">The tags may not be read: nobody knows who has opted out.</exception>
    public async Task<string?> OptOutAsync(StudioApp app, string owner, string functionArn, CancellationToken cancellationToken)
    {
        var arn = functionArn.Split(':') is [_, var partition, _, var region, var account, ..] ? $"arn:{partition}:sagemaker:{region}:{account}" : "";
        var profile = ReasonAsync("the user profile", $"{arn}:user-profile/{app.DomainId}/{owner}", cancellationToken);
        var space = app.SpaceName is null ? Task.FromResult<string?>(null) : ReasonAsync("the space", $"{arn}:space/{app.DomainId}/{app.SpaceName}", cancellationToken);
        var reasons = await Task.WhenAll(space, profile);
        return reasons.FirstOrDefault(reason => reason is not null);
    }

    private async Task<string?> ReasonAsync(string whose, string arn, CancellationToken cancellationToken)
    {
        try
        {
            var response = await sageMaker.ListTagsAsync(new() { ResourceArn = arn, MaxResults = MostTags }, cancellationToken);
            return OptOut.Reason(whose, (response.Tags ?? []).Select(tag => (tag.Key ?? "", tag.Value ?? "")));
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "AccessDeniedException")
        {
            throw new NotSupportedByDomainException(
                $"The function may not call sagemaker:ListTags ({exception.Message}), so nobody knows whether {whose} is tagged {OptOut.TagKey}=off, and nothing is run: "
                + "check its role, permissions boundary and the organization's policies.",
                exception);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "ResourceNotFound")
        {
            throw new AppGoneException($"sagemaker:ListTags doesn't know {whose}: it may be deleted already.");
        }
        catch (AmazonServiceException exception)
        {
            throw new AppUnreachableException(
                $"sagemaker:ListTags failed ({exception.ErrorCode ?? exception.StatusCode.ToString()}): check SageMaker's service health, and the function's way to its API.", exception);
        }
    }
}
