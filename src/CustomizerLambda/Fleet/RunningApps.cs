using Amazon.Runtime;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Studio;

namespace CustomizerLambda.Fleet;

/// <summary>The apps that are in service now, by SageMaker's own list.</summary>
internal sealed class RunningApps(AmazonSageMakerClient sageMaker)
{
    private const int PageSize = 100;

    /// <summary>Those that a user can get a shell in, in an order that stays: by domain, space or user profile, type and name.</summary>
    /// <param name="domainId">One domain; null for all.</param>
    /// <exception cref="CustomizerException">The list can't be had.</exception>
    public async Task<IReadOnlyList<StudioApp>> ListAsync(string? domainId, CancellationToken cancellationToken)
    {
        List<StudioApp> apps = [];
        string? nextToken = null;
        do
        {
            var page = await PageAsync(new() { DomainIdEquals = domainId, NextToken = nextToken, MaxResults = PageSize }, cancellationToken);
            apps.AddRange(page.Apps.Where(app => app.Status == "InService").Select(Read).OfType<StudioApp>());
            nextToken = page.NextToken;
        }
        while (nextToken is not null);
        return [.. apps.DistinctBy(app => app.ToString()).OrderBy(app => app.ToString(), StringComparer.Ordinal)];
    }

    private async Task<ListAppsResponse> PageAsync(ListAppsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await sageMaker.ListAppsAsync(request, cancellationToken);
        }
        catch (AmazonServiceException exception)
        {
            throw StudioDirectory.Refused("sagemaker:ListApps", exception);
        }
    }

    private static StudioApp? Read(AppDetails app) => StudioApp.TryCreate(app.DomainId, app.UserProfileName, app.SpaceName, app.AppType, app.AppName, out _);
}
