using CustomizerLambda.Preview;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Preview;

public sealed class PlanCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

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
        var (exitCode, output, errors) = await PlanAsync(payload);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(reason, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_is_not_ours_comes_to_nothing_and_is_one()
    {
        var (exitCode, output, errors) = await PlanAsync("""{"source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification", "detail": {}}""");
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("not an event of SageMaker's CreateApp", output, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private async Task<(int ExitCode, string Output, string Errors)> PlanAsync(string payload)
    {
        await File.WriteAllTextAsync(_file, payload, Patience.Token);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await PlanCommand.RunAsync(_file, functionArn: null, output, errors);
        return (exitCode, output.ToString(), errors.ToString().Replace("\r", "", StringComparison.Ordinal));
    }
}
