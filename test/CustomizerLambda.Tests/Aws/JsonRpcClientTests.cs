using System.Text.Json.Nodes;
using Amazon.Runtime;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Run;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Aws;

public sealed class JsonRpcClientTests
{
    private static readonly DescribeAppRequest Request = new() { DomainId = "d-abc", SpaceName = "s", AppType = "JupyterLab", AppName = "default" };

    [Fact]
    public async Task An_operation_is_a_signed_POST_with_the_operations_name_and_nothing_that_is_null()
    {
        await using var aws = await AwsStub.StartAsync();
        using var client = aws.Answers("DescribeApp", """{"Status": "InService", "Unknown": [1]}""").SageMaker();
        Assert.Equal("InService", (await client.DescribeAppAsync(Request, Patience.Token)).Status);
        var call = Assert.Single(aws.Calls);
        Assert.Equal("SageMaker.DescribeApp", call.Operation);
        Assert.Equal("""{"DomainId":"d-abc","SpaceName":"s","AppType":"JupyterLab","AppName":"default"}""", call.Body);
        Assert.Matches("^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-west-1/sagemaker/aws4_request, ", call.Authorization);
    }

    [Theory]
    [InlineData("ThrottlingException", 400)]
    [InlineData("InternalFailure", 500)]
    [InlineData("ServiceUnavailable", 503)]
    public async Task What_passes_is_tried_again(string code, int status)
    {
        await using var aws = await AwsStub.StartAsync();
        using var client = aws.Refuses("DescribeSpace", code, status: status).Refuses("DescribeSpace", code, status: status).Answers("DescribeSpace", "{}").SageMaker(new LeapingTime());
        Assert.Null((await client.DescribeSpaceAsync(new() { DomainId = "d-abc", SpaceName = "s" }, Patience.Token)).OwnershipSettings);
        Assert.Equal(3, aws.Calls.Count);
    }

    [Fact]
    public async Task What_stays_throttled_is_an_error_after_some_minutes()
    {
        var time = new LeapingTime();
        await using var aws = await AwsStub.StartAsync();
        using var client = aws.Refuses("DescribeSpace", "ThrottlingException").SageMaker(time);
        var exception = await Assert.ThrowsAsync<AmazonServiceException>(() => client.DescribeSpaceAsync(new() { DomainId = "d-abc", SpaceName = "s" }, Patience.Token));
        Assert.Equal("ThrottlingException", exception.ErrorCode);
        Assert.Equal(1 + RetrySchedule.MostRetries, aws.Calls.Count);
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1352));
    }

    [Fact]
    public async Task An_apps_status_is_not_asked_again_by_itself()
    {
        await using var aws = await AwsStub.StartAsync();
        using var client = aws.Refuses("DescribeApp", "ThrottlingException").SageMaker();
        await Assert.ThrowsAsync<AmazonServiceException>(() => client.DescribeAppAsync(Request, Patience.Token));
        Assert.Single(aws.Calls);
    }

    [Fact]
    public void Those_who_failed_together_do_not_come_again_together()
    {
        foreach (var (failures, longest) in ((int, double)[])[(1, 0.5), (2, 1), (4, 4), (7, 30), (100, 30)])
        {
            var pauses = Enumerable.Range(0, 200).Select(_ => RetrySchedule.After(failures).TotalSeconds).ToList();
            Assert.All(pauses, pause => Assert.InRange(pause, 0, longest));
            Assert.True(pauses.Distinct().Count() > 100 && pauses.Max() > longest / 2);
        }
    }

    [Theory]
    [InlineData("AccessDeniedException", "AccessDeniedException")]
    [InlineData("com.amazonaws.sagemaker#ResourceNotFound", "ResourceNotFound")]
    [InlineData("ValidationException", "ValidationException")]
    public async Task What_stays_refused_is_an_error_with_its_code_at_once(string type, string code)
    {
        await using var aws = await AwsStub.StartAsync();
        using var client = aws.Refuses("DescribeApp", type, "the reason").SageMaker();
        var exception = await Assert.ThrowsAsync<AmazonServiceException>(() => client.DescribeAppAsync(Request, Patience.Token));
        Assert.Equal((code, "the reason"), (exception.ErrorCode, exception.Message));
        Assert.Single(aws.Calls);
    }

    [Fact]
    public async Task A_service_that_nobody_answers_for_is_unreachable()
    {
        var aws = await AwsStub.StartAsync();
        using var client = aws.SageMaker(new LeapingTime());
        await aws.DisposeAsync();
        await Assert.ThrowsAsync<AppUnreachableException>(() => client.DescribeAppAsync(Request, Patience.Token));
    }

    [Theory]
    [InlineData("eu-west-1", "https://api.sagemaker.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://api.sagemaker.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://api.sagemaker.us-gov-west-1.amazonaws.com/")]
    public void A_services_endpoint_follows_from_the_region(string region, string url)
    {
        var config = new AmazonSageMakerConfig { RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region), IgnoreConfiguredEndpointUrls = true };
        Assert.Equal(new Uri(url), new Uri(config.ResolveEndpoint(new()).URL));
    }

    [Fact]
    public async Task A_hand_over_carries_names_only_and_comes_back_as_a_continuation()
    {
        await using var aws = await AwsStub.StartAsync();
        using var client = aws.Answers("Invoke", "", status: 202).Lambda();
        await new HandOver(client, "customizer", new LeapingTime()).SendAsync(Run, Patience.Token);
        var call = Assert.Single(aws.Calls);
        Assert.Equal("POST /2015-03-31/functions/customizer/invocations (Event)", call.Operation);
        Assert.Contains("/eu-west-1/lambda/aws4_request", call.Authorization, StringComparison.Ordinal);
        var continued = Assert.IsType<Admission.Continue>(SavedEvents.Decide(call.Body));
        Assert.Equal((Run.RunId, 2, Run.ReceivedAt, Run.App), (continued.RunId, continued.HandOvers, continued.ReceivedAt, continued.App));
    }

    [Fact]
    public async Task A_hand_over_that_Lambda_refuses_ends_in_our_words_and_a_retry_can_help()
    {
        await using var aws = await AwsStub.StartAsync();
        using var client = aws.Refuses("Invoke", "AccessDeniedException", "not authorized to perform: lambda:InvokeFunction", status: 403).Lambda();
        var exception = await Assert.ThrowsAsync<HandOverRefusedException>(() => new HandOver(client, "customizer", new LeapingTime()).SendAsync(Run, Patience.Token));
        Assert.True(exception.RetryCanHelp);
        Assert.Contains("not authorized to perform: lambda:InvokeFunction", exception.Message, StringComparison.Ordinal);
        Assert.Contains("permission", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hand_over_that_nobody_answers_in_time_ends_in_our_words()
    {
        await using var aws = await AwsStub.StartAsync();
        using var client = aws.Refuses("Invoke", "TooManyRequestsException", status: 429).Lambda();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAsync<HandOverRefusedException>(() => new HandOver(client, "customizer", TimeProvider.System).SendAsync(Run, patience.Token));
    }

    private static RunRequest Run { get; } = new(
        StudioApp.TryCreate("d-abc", null, "s", "JupyterLab", null, out _)!,
        "c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01",
        MayStart: true,
        HandOvers: 1,
        new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
}
