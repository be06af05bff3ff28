using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("not json", "malformed")]
    [InlineData("null", "malformed")]
    [InlineData("[1, 2]", "malformed")]
    [InlineData("{}", "names no domainId")]
    [InlineData("""{"domainId": 7}""", "malformed")]
    [InlineData("""{"domainId": "d-abcdefghijkl", "appType": "KernelGateway", "userProfileName": "ada"}""", "KernelGateway")]
    [InlineData("""{"domainId": "d-abcdefghijkl", "appType": "JupyterLab", "spaceName": "x; touch /tmp/owned"}""", "isn't one that SageMaker accepts")]
    [InlineData("""{"source": "aws.amplify", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventSource": "amplify.amazonaws.com", "eventName": "CreateApp"}}""", "not an event of SageMaker's CreateApp")]
    [InlineData("""{"source": "aws.sagemaker", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventSource": "sagemaker.amazonaws.com", "eventName": "CreateApp", "errorCode": "ResourceInUse"}}""", "the CreateApp call failed")]
    public async Task What_is_not_an_app_start_that_we_serve_is_ignored_with_its_reason(string payload, string reason)
    {
        await using var studio = await RunningStudio.StartAsync("plain");

        var report = Report.Of(await studio.Host.Function.InvokeAsync(payload, studio.Token));

        Assert.Equal("ignored", report.Verdict);
        Assert.Contains(reason, report.Reason, StringComparison.Ordinal);
        Assert.Empty(studio.Host.Requests.Entries);
    }

    [Theory]
    [InlineData("app-fails", "Failed")]
    [InlineData("app-deleted-while-pending", "Delet")]
    [InlineData("presign-denied", "sagemaker:CreatePresignedDomainUrl")]
    [InlineData("domain-is-sso", "IAM Identity Center")]
    [InlineData("space-without-owner", "no owner")]
    [InlineData("terminals-disabled", "terminals are enabled")]
    public async Task What_no_retry_can_help_is_reported_once_with_what_to_check(string fault, string reason)
    {
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { Faults = [fault], Pending = TimeSpan.FromSeconds(1) });
        await studio.Host.CreateAppAsync("JupyterLab", null, studio.Token);

        var report = await studio.ReportAsync();

        Assert.Equal("incomplete", report.Verdict);
        Assert.Contains(reason, report.Reason, StringComparison.Ordinal);
        Assert.Single(studio.Host.Function.Invocations.Entries.Single().Attempts);
        Assert.Contains(studio.LogLines, line => line.Level == "ERROR");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_throttled_call_is_made_again(int throttled)
    {
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { Faults = [$"throttle={throttled}"] });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Single(studio.Host.Function.Invocations.Entries.Single().Attempts);
    }

    [Fact]
    public async Task An_app_that_is_pending_is_waited_for()
    {
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { Pending = TimeSpan.FromSeconds(5) });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.InRange(report.Time("inServiceAt") - report.Time("receivedAt"), TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_app_that_is_not_ready_in_time_is_left_to_Lambdas_retry()
    {
        await using var studio = await RunningStudio.StartAsync(
            "plain", new StudioOptions { Pending = TimeSpan.FromSeconds(8), FunctionTimeout = TimeSpan.FromSeconds(6) });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        var attempts = studio.Host.Function.Invocations.Entries.Single().Attempts;
        Assert.True(attempts.Count > 1);
        Assert.Contains("wasn't ready in time", attempts[0].Error!.Message, StringComparison.Ordinal);
    }
}
