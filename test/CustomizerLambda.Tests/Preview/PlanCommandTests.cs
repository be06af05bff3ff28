using System.Text;
using CustomizerLambda.Events;
using CustomizerLambda.Preview;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Preview;

public sealed class PlanCommandTests
{
    [Theory]
    [InlineData("", "isn't JSON")]
    [InlineData("{\"source\":\n ", "isn't JSON (line 2)")]
    [InlineData("{} {}", "isn't JSON")]
    [InlineData("null", "no JSON object")]
    [InlineData("[{}]", "no JSON object")]
    [InlineData("{}", "none of source, detail-type, domainId")]
    [InlineData("{\"Source\": \"aws.sagemaker\"}", "none of source")]
    [InlineData("{\"source\": \"aws.sagemaker\"}", "no detail")]
    [InlineData("{\"source\": 5}", "isn't the JSON that was expected")]
    public async Task What_is_no_event_cannot_be_planned_for(string payload, string reason)
    {
        var exception = await Assert.ThrowsAsync<InvalidEventException>(() => PlanAsync(payload));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData("""{"source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification", "detail": {}}""", "not an event of SageMaker's CreateApp")]
    [InlineData("""{"domainId": "d-abcdefghijkl", "userProfileName": "alice", "appType": "Canvas"}""", "Canvas")]
    [InlineData("""{"fleet": {}}""", "a plan is of one app's start")]
    public async Task An_event_that_begins_nothing_is_one(string payload, string reason)
    {
        var preview = await PlanAsync(payload);
        Assert.False(preview.Runs);
        Assert.Contains(reason, preview.Reason, StringComparison.Ordinal);
    }

    // Nobody has to be asked about such events.
    private static Task<RunPreview> PlanAsync(string payload) =>
        new PlanCommand(directory: null!, tags: null!, Packages.OfCommands("true"), ServedApps.All).PreviewAsync(Encoding.UTF8.GetBytes(payload), functionArn: null, Patience.Token);
}
