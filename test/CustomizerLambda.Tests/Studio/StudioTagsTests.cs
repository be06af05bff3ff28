using CustomizerLambda.Events;
using CustomizerLambda.Studio;
using CustomizerLambda.Tests.Aws;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Studio;

public sealed class StudioTagsTests
{
    private const string FunctionArn = "arn:aws-cn:lambda:cn-north-1:111122223333:function:customizer";

    private static readonly StudioApp InSpace = StudioApp.TryCreate("d-abc", null, "lab", "JupyterLab", null, out _)!;
    private static readonly StudioApp OfProfile = StudioApp.TryCreate("d-abc", "alice", null, "JupyterServer", null, out _)!;

    [Fact]
    public async Task A_profiles_app_costs_one_call()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("ListTags", """{"Tags": [{"Key": "team", "Value": "ds"}]}""");

        Assert.Null(await OptOutAsync(aws, OfProfile));

        Assert.Contains("arn:aws-cn:sagemaker:cn-north-1:111122223333:user-profile/d-abc/alice", Assert.Single(aws.Calls).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spaces_app_costs_one_call_for_the_space_and_one_for_its_owner()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("ListTags", """{"Tags": []}""");

        Assert.Null(await OptOutAsync(aws, InSpace));

        Assert.Equal(2, aws.Calls.Count);
        Assert.Contains(aws.Calls, call => call.Body.Contains(":space/d-abc/lab", StringComparison.Ordinal));
        Assert.Contains(aws.Calls, call => call.Body.Contains(":user-profile/d-abc/alice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tag_is_a_reason()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("ListTags", """{"Tags": [{"Key": "studio-customizer", "Value": "off"}]}""");
        Assert.Equal("the user profile is tagged studio-customizer=off", await OptOutAsync(aws, OfProfile));
    }

    [Theory]
    [InlineData("AccessDeniedException", nameof(NotSupportedByDomainException), "nothing is run: check its role")]
    [InlineData("ResourceNotFound", nameof(AppGoneException), "the user profile")]
    [InlineData("UnknownOperationException", nameof(AppUnreachableException), "sagemaker:ListTags")]
    public async Task Who_cannot_read_the_tags_runs_nothing_and_says_what_to_check(string code, string exceptionType, string text)
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Refuses("ListTags", code, "not authorized to perform it");
        var exception = await Assert.ThrowsAnyAsync<CustomizerException>(() => OptOutAsync(aws, OfProfile));
        Assert.Equal(exceptionType, exception.GetType().Name);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> OptOutAsync(AwsStub aws, StudioApp app)
    {
        using var sageMaker = aws.SageMaker();
        return await new StudioTags(sageMaker).OptOutAsync(app, "alice", FunctionArn, Patience.Token);
    }
}
