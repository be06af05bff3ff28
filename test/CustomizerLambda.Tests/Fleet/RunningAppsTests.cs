using CustomizerLambda.Fleet;
using CustomizerLambda.Tests.Aws;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Fleet;

public sealed class RunningAppsTests
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task Every_page_is_asked_for_and_the_order_is_always_the_same()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("ListApps", Page("more", App("zoe"), App("bob", appType: "JupyterServer", owner: "UserProfileName")))
            .Answers("ListApps", Page("even-more"))
            .Answers("ListApps", Page(null, App("ann"), App("zoe")));

        var apps = await ListAsync(aws, "d-abc");

        Assert.Equal(["d-abc/ann/JupyterLab/default", "d-abc/bob/JupyterServer/default", "d-abc/zoe/JupyterLab/default"], apps);
        Assert.Equal(
            ["""{"DomainIdEquals":"d-abc","MaxResults":100}""", """{"DomainIdEquals":"d-abc","NextToken":"more","MaxResults":100}""", """{"DomainIdEquals":"d-abc","NextToken":"even-more","MaxResults":100}"""],
            aws.Calls.Select(call => call.Body));
    }

    [Fact]
    public async Task Apps_that_do_not_run_or_have_no_shell_or_have_names_that_nobody_has_are_not_among_them()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Answers("ListApps", Page(null, App("a", "Deleted"), App("b", "Pending"), App("c", "Failed"), App("d", appType: "Canvas"), App("$(id)"), App("e")));
        Assert.Equal(["d-abc/e/JupyterLab/default"], await ListAsync(aws, null));
    }

    [Fact]
    public async Task Who_asks_too_often_waits_and_asks_again()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Refuses("ListApps", "ThrottlingException").Refuses("ListApps", "ThrottlingException").Answers("ListApps", Page(null, App("a")));
        Assert.Single(await ListAsync(aws, null));
        Assert.Equal(3, aws.Calls.Count);
        Assert.True(_time.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task Who_may_not_list_them_is_told_what_to_check()
    {
        await using var aws = await AwsStub.StartAsync();
        aws.Refuses("ListApps", "AccessDeniedException", "not authorized");
        var exception = await Assert.ThrowsAsync<NotSupportedByDomainException>(() => ListAsync(aws, null));
        Assert.Contains("sagemaker:ListApps", exception.Message, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> ListAsync(AwsStub aws, string? domainId)
    {
        using var sageMaker = aws.SageMaker(_time);
        return (await new RunningApps(sageMaker).ListAsync(domainId, Patience.Token)).Select(app => app.ToString());
    }

    private static string Page(string? nextToken, params string[] apps) =>
        $$"""{"Apps": [{{string.Join(',', apps)}}]{{(nextToken is null ? "" : $", \"NextToken\": \"{nextToken}\"")}}}""";

    private static string App(string name, string status = "InService", string appType = "JupyterLab", string owner = "SpaceName") =>
        $$"""{"DomainId": "d-abc", "{{owner}}": "{{name}}", "AppType": "{{appType}}", "AppName": "default", "Status": "{{status}}"}""";
}
