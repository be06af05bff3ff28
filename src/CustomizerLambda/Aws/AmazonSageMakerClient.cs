namespace CustomizerLambda.Aws;

/// <summary>The SageMaker operations that the function calls, named as AWSSDK.SageMaker names them.</summary>
internal sealed class AmazonSageMakerClient(AmazonSageMakerConfig config, TimeProvider time) : JsonRpcClient(config, "SageMaker", time)
{
    /// <summary>The app's status. <c>ResourceNotFound</c> when there is no such app. Never made again by itself: who asks will ask again anyway.</summary>
    public Task<DescribeAppResponse> DescribeAppAsync(DescribeAppRequest request, CancellationToken cancellationToken) =>
        SendAsync("DescribeApp", request, AwsJson.Default.DescribeAppRequest, AwsJson.Default.DescribeAppResponse, mostRetries: 0, cancellationToken);

    /// <summary>The space's owner. <c>ResourceNotFound</c> when there is no such space.</summary>
    public Task<DescribeSpaceResponse> DescribeSpaceAsync(DescribeSpaceRequest request, CancellationToken cancellationToken) =>
        SendAsync("DescribeSpace", request, AwsJson.Default.DescribeSpaceRequest, AwsJson.Default.DescribeSpaceResponse, RetrySchedule.MostRetries, cancellationToken);

    /// <summary>How the domain signs its users in. <c>ResourceNotFound</c> when there is no such domain.</summary>
    public Task<DescribeDomainResponse> DescribeDomainAsync(DescribeDomainRequest request, CancellationToken cancellationToken) =>
        SendAsync("DescribeDomain", request, AwsJson.Default.DescribeDomainRequest, AwsJson.Default.DescribeDomainResponse, RetrySchedule.MostRetries, cancellationToken);

    /// <summary>The tags of a resource, by its ARN.</summary>
    public Task<ListTagsResponse> ListTagsAsync(ListTagsRequest request, CancellationToken cancellationToken) =>
        SendAsync("ListTags", request, AwsJson.Default.ListTagsRequest, AwsJson.Default.ListTagsResponse, RetrySchedule.MostRetries, cancellationToken);

    /// <summary>A page of the account's apps in this region, also of those that are gone.</summary>
    public Task<ListAppsResponse> ListAppsAsync(ListAppsRequest request, CancellationToken cancellationToken) =>
        SendAsync("ListApps", request, AwsJson.Default.ListAppsRequest, AwsJson.Default.ListAppsResponse, RetrySchedule.MostRetries, cancellationToken);

    /// <summary>A sign-in URL for the user's browser, or for us. A secret: never log it.</summary>
    public Task<CreatePresignedDomainUrlResponse> CreatePresignedDomainUrlAsync(
        CreatePresignedDomainUrlRequest request, CancellationToken cancellationToken) =>
        SendAsync("CreatePresignedDomainUrl", request, AwsJson.Default.CreatePresignedDomainUrlRequest, AwsJson.Default.CreatePresignedDomainUrlResponse, RetrySchedule.MostRetries, cancellationToken);
}

/// <summary>Where SageMaker is, by region; <c>AWS_ENDPOINT_URL_SAGEMAKER</c> overrides it.</summary>
internal sealed class AmazonSageMakerConfig : RegionalConfig
{
    public AmazonSageMakerConfig()
        : base(serviceId: "SageMaker", signingName: "sagemaker", version: "2017-07-24", host: "api.sagemaker", fipsHost: "api-fips.sagemaker")
    {
    }
}

/// <summary>Names one app. Exactly one of <see cref="UserProfileName"/> and <see cref="SpaceName"/> is set.</summary>
internal sealed class DescribeAppRequest
{
    public required string DomainId { get; init; }

    public string? UserProfileName { get; init; }

    public string? SpaceName { get; init; }

    public required string AppType { get; init; }

    public required string AppName { get; init; }
}

internal sealed class DescribeAppResponse
{
    /// <summary><c>Pending</c>, <c>InService</c>, <c>Failed</c>, <c>Deleting</c> or <c>Deleted</c>.</summary>
    public string? Status { get; init; }

    public string? FailureReason { get; init; }
}

internal sealed class ListAppsRequest
{
    public string? DomainIdEquals { get; init; }

    public string? NextToken { get; init; }

    /// <summary>1 to 100.</summary>
    public int MaxResults { get; init; }
}

internal sealed class ListAppsResponse
{
    public IReadOnlyList<AppDetails> Apps { get; init; } = [];

    /// <summary>Set when there are more.</summary>
    public string? NextToken { get; init; }
}

internal sealed class AppDetails
{
    public string? DomainId { get; init; }

    public string? UserProfileName { get; init; }

    public string? SpaceName { get; init; }

    public string? AppType { get; init; }

    public string? AppName { get; init; }

    /// <inheritdoc cref="DescribeAppResponse.Status"/>
    public string? Status { get; init; }
}

internal sealed class DescribeSpaceRequest
{
    public required string DomainId { get; init; }

    public required string SpaceName { get; init; }
}

internal sealed class DescribeSpaceResponse
{
    /// <summary>Absent for some shared spaces.</summary>
    public OwnershipSettings? OwnershipSettings { get; init; }
}

internal sealed class OwnershipSettings
{
    public string? OwnerUserProfileName { get; init; }
}

internal sealed class DescribeDomainRequest
{
    public required string DomainId { get; init; }
}

internal sealed class DescribeDomainResponse
{
    /// <summary><c>IAM</c> or <c>SSO</c>.</summary>
    public string? AuthMode { get; init; }

    /// <summary><c>PublicInternetOnly</c> or <c>VpcOnly</c>.</summary>
    public string? AppNetworkAccessType { get; init; }
}

internal sealed class ListTagsRequest
{
    public required string ResourceArn { get; init; }

    /// <summary>50 at the least, which is as many as a resource can have.</summary>
    public int MaxResults { get; init; }
}

internal sealed class ListTagsResponse
{
    public IReadOnlyList<Tag>? Tags { get; init; }
}

internal sealed class Tag
{
    public string? Key { get; init; }

    public string? Value { get; init; }
}

internal sealed class CreatePresignedDomainUrlRequest
{
    public required string DomainId { get; init; }

    public required string UserProfileName { get; init; }

    public string? SpaceName { get; init; }

    /// <summary>How long the URL can be used, 5 to 300 seconds.</summary>
    public int ExpiresInSeconds { get; init; }

    /// <summary>How long the session that it opens lasts, 1,800 to 43,200 seconds.</summary>
    public int SessionExpirationDurationInSeconds { get; init; }
}

internal sealed class CreatePresignedDomainUrlResponse
{
    /// <summary>A secret.</summary>
    public string? AuthorizedUrl { get; init; }
}
