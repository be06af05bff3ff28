using CustomizerLambda.Events;
using CustomizerLambda.Studio;
using CustomizerLambda.Tests.Aws;
using CustomizerLambda.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomizerLambda.Tests.Studio;

public sealed class StudioDirectoryTests
{
    private static readonly StudioApp InSpace = StudioApp.TryCreate("d-abc", null, "lab", "JupyterLab", null, out _)!;
    private static readonly StudioApp OfProfile = StudioApp.TryCreate("d-abc", "alice", null, "JupyterServer", null, out _)!;

    private readonly LeapingTime _time = new();

    [Fact]
    public async Task A_profiles_app_belongs_to_it_and_nobody_is_asked()
    {
        await using var aws = await AwsStub.StartAsync();
        Assert.Equal("alice", await Directory(aws).OwnerAsync(OfProfile, Patience.Token));
        Assert.Empty(aws.Calls);
    }

    [Fact]
    public async Task A_spaces_app_belongs_to_the_spaces_owner()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("DescribeSpace", """{"OwnershipSettings": {"OwnerUserProfileName": "bob"}}""");
        Assert.Equal("bob", await Directory(aws).OwnerAsync(InSpace, Patience.Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"OwnershipSettings": {}}""")]
    [InlineData("""{"OwnershipSettings": {"OwnerUserProfileName": "$(id)"}}""")]
    [InlineData("""{"OwnershipSettings": {"OwnerUserProfileName": "a\nCUSTOMIZER_X=1"}}""")]
    public async Task A_space_without_an_owner_that_can_sign_in_is_not_supported(string space)
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("DescribeSpace", space);
        await Assert.ThrowsAsync<NotSupportedByDomainException>(() => Directory(aws).OwnerAsync(InSpace, Patience.Token));
    }

    [Theory]
    [InlineData("AccessDeniedException", nameof(NotSupportedByDomainException), "sagemaker:DescribeSpace")]
    [InlineData("ResourceNotFound", nameof(AppGoneException), "The space doesn't exist")]
    [InlineData("UnknownOperationException", nameof(AppUnreachableException), "sagemaker:DescribeSpace")]
    public async Task A_refusal_says_what_to_check(string code, string exceptionType, string text)
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Refuses("DescribeSpace", code, "not authorized to perform it");
        var exception = await Assert.ThrowsAnyAsync<CustomizerException>(() => Directory(aws).OwnerAsync(InSpace, Patience.Token));
        Assert.Equal(exceptionType, exception.GetType().Name);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_is_pending_or_not_known_yet_is_waited_for()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Refuses("DescribeApp", "ResourceNotFound").Answers("DescribeApp", """{"Status": "Pending"}""").Answers("DescribeApp", "{}").Answers("DescribeApp", """{"Status": "InService"}""");
        await Directory(aws).WaitUntilInServiceAsync(InSpace, knock: null, Patience.Token);
        Assert.Equal(4, aws.Calls.Count);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(3 * 0.75), TimeSpan.FromSeconds(3 * 1.25));
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Deleting")]
    [InlineData("Deleted")]
    public async Task An_app_that_will_never_be_in_service_is_gone(string status)
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("DescribeApp", $$"""{"Status": "{{status}}", "FailureReason": "no room"}""");
        var exception = await Assert.ThrowsAsync<AppGoneException>(() => Directory(aws).WaitUntilInServiceAsync(InSpace, knock: null, Patience.Token));
        Assert.Contains($"{status}, not in service (no room)", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.RetryCanHelp);
    }

    [Fact]
    public async Task An_app_that_stays_unknown_is_gone_after_half_a_minute()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Refuses("DescribeApp", "ResourceNotFound");
        await Assert.ThrowsAsync<AppGoneException>(() => Directory(aws).WaitUntilInServiceAsync(InSpace, knock: null, Patience.Token));
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(33));
        Assert.InRange(aws.Calls.Count, 15, 45);
    }

    [Fact]
    public async Task The_sign_in_URL_is_the_owners_for_the_space_and_short_lived()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("CreatePresignedDomainUrl", """{"AuthorizedUrl": "https://d-abc.studio.eu-west-1.sagemaker.aws/auth?token=t"}""");
        Assert.Equal("https://d-abc.studio.eu-west-1.sagemaker.aws/auth?token=t", (await Directory(aws).SignInUrlAsync(InSpace, "bob", Patience.Token)).ToString());
        Assert.Equal(
            """{"DomainId":"d-abc","UserProfileName":"bob","SpaceName":"lab","ExpiresInSeconds":60,"SessionExpirationDurationInSeconds":1800}""", Assert.Single(aws.Calls).Body);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"AuthorizedUrl": "not a url SECRET"}""")]
    public async Task An_answer_without_a_URL_is_refused_and_not_repeated(string answer)
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("CreatePresignedDomainUrl", answer);
        var exception = await Assert.ThrowsAsync<SignInRefusedException>(() => Directory(aws).SignInUrlAsync(InSpace, "bob", Patience.Token));
        Assert.DoesNotContain("SECRET", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSO", "Identity Center")]
    [InlineData("IAM", "the sentence of SageMaker")]
    public async Task A_domain_that_signs_in_by_Identity_Center_is_told_from_another_refusal(string authMode, string text)
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Refuses("CreatePresignedDomainUrl", "ValidationException", "the sentence of SageMaker").Answers("DescribeDomain", $$"""{"AuthMode": "{{authMode}}"}""");
        var exception = await Assert.ThrowsAsync<NotSupportedByDomainException>(() => Directory(aws).SignInUrlAsync(InSpace, "bob", Patience.Token));
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_are_asked_ever_less_often_and_never_all_at_once()
    {
        foreach (var (waited, least, most) in ((double, double, double)[])[(0, 0.75, 1.25), (20, 0.75, 1.25), (100, 3.75, 6.25), (160, 6, 10), (86400, 6, 10)])
        {
            var pauses = Enumerable.Range(0, 200).Select(_ => PollSchedule.After(TimeSpan.FromSeconds(waited)).TotalSeconds).ToList();
            Assert.All(pauses, pause => Assert.InRange(pause, least, most));
            Assert.True(pauses.Distinct().Count() > 100);
        }

        Assert.InRange(PollSchedule.After(TimeSpan.FromSeconds(60), knocks: true), TimeSpan.FromSeconds(7.5 * 0.75), TimeSpan.FromSeconds(7.5 * 1.25));
        Assert.InRange(PollSchedule.After(TimeSpan.Zero, throttled: 100), TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(75));
        Assert.InRange(PollSchedule.BeforeKnock(TimeSpan.FromSeconds(180)), TimeSpan.FromSeconds(0.75 * 0.75), TimeSpan.FromSeconds(0.75 * 1.25));
    }

    [Fact]
    public async Task Where_the_apps_address_can_be_asked_SageMaker_is_asked_little()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("DescribeApp", """{"Status": "Pending"}""");
        var knocks = 0;
        Assert.True(await Directory(aws).WaitUntilInServiceAsync(InSpace, _ => Task.FromResult(++knocks > 0 && _time.Elapsed > TimeSpan.FromSeconds(180)), Patience.Token));
        Assert.InRange(aws.Calls.Count, 10, 28);
        Assert.InRange(_time.Elapsed.TotalSeconds, 180, 183);
        Assert.InRange(knocks, 120, 400);
    }

    [Fact]
    public async Task An_app_whose_address_never_answers_is_in_service_by_SageMakers_word()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("DescribeApp", """{"Status": "Pending"}""").Answers("DescribeApp", """{"Status": "InService"}""");
        Assert.False(await Directory(aws).WaitUntilInServiceAsync(InSpace, _ => Task.FromResult(false), Patience.Token));
        Assert.Equal(2, aws.Calls.Count);
    }

    [Fact]
    public async Task The_more_SageMaker_is_asked_in_all_the_less_it_is_asked_by_each()
    {
        await using var aws = await AwsStub.StartAsync();
        for (var n = 0; n < 9; n++) aws.Refuses("DescribeApp", "ThrottlingException");
        aws.Answers("DescribeApp", """{"Status": "InService"}""");
        await Directory(aws).WaitUntilInServiceAsync(InSpace, knock: null, Patience.Token);
        Assert.Equal(10, aws.Calls.Count);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds((62 + 180) * 0.75), TimeSpan.FromSeconds((62 + 300) * 1.25));
    }

    private StudioDirectory Directory(AwsStub aws) => new(aws.SageMaker(_time), _time, NullLogger.Instance);
}
