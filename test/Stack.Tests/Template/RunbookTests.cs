using System.Text.Json.Nodes;
using CustomizerLambda;
using CustomizerLambda.Setup;
using Stack.Tests.Tools;

namespace Stack.Tests.Template;

/// <summary>The runbook names what there is, and its commands run.</summary>
public sealed class RunbookTests
{
    private static readonly string Runbook = Path.Combine(AppContext.BaseDirectory, "docs", "runbook.md");

    [Fact]
    public async Task It_says_what_every_verdict_every_error_and_every_alarm_means()
    {
        var text = await File.ReadAllTextAsync(Runbook, TestContext.Current.CancellationToken);
        var errors = typeof(CustomizerException).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CustomizerException))).Select(type => $"| `{type.Name}` |");
        var verdicts = Enum.GetValues<Verdict>().Select(verdict => $"| *{verdict.Word()}*");
        var alarms = StackTemplate.Resources.Where(resource => resource.Value!["Type"]!.GetValue<string>() == "AWS::CloudWatch::Alarm").Select(alarm => $"| `{alarm.Key}` |");

        Assert.All([.. errors, .. verdicts, .. alarms], row => Assert.Contains(row, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_names_parameters_outputs_and_queries_that_there_are()
    {
        var text = await File.ReadAllTextAsync(Runbook, TestContext.Current.CancellationToken);
        var queries = StackTemplate.Resources.Where(resource => resource.Value!["Type"]!.GetValue<string>() == "AWS::Logs::QueryDefinition")
            .Select(query => query.Value!["Properties"]!["Name"]!["Fn::Sub"]!.GetValue<string>().Split('/')[1]);
        string[] parameters = ["RunLimitMinutes", "AlarmRunsNotDone", "ReservedConcurrency", "Architecture", "Enabled", "RolloutPercentage", "KmsKeyArn", "SubnetIds", "SecurityGroupIds"];

        foreach (var quoted in (string[])["failures by command", "runs not done", "errors", "output of one run", "which users have which digest"])
        {
            Assert.Contains($"\"{quoted}\"", text, StringComparison.Ordinal);
            Assert.Contains(quoted, queries);
        }

        Assert.All(parameters, parameter => Assert.True(text.Contains($"`{parameter}`", StringComparison.Ordinal) && StackTemplate.Parameters.ContainsKey(parameter), parameter));
    }

    [Fact]
    public async Task Its_commands_run_and_failed_events_are_sent_again_each_once()
    {
        await Tool.RequireAsync("moto with boto3 and aws-sam-translator", "python3", "-c", "import moto.server, flask, boto3, samtranslator");
        await Tool.RequireAsync("AWS's CLI", "aws", "--version");
        await Tool.RequireAsync("jq", "jq", "--version");

        var (exitCode, output, error) = await Tool.RunAsync("python3", [Path.Combine("Tools", "runbook.py"), StackTemplate.File, Runbook]);

        Assert.True(exitCode == 0, error);
        var result = JsonNode.Parse(output)!;
        var blocks = result["blocks"]!.AsArray();
        Assert.All(blocks, block => Assert.True(block!["exitCode"]!.GetValue<int>() == 0 && block["error"]!.GetValue<string>().Length == 0, $"{block}"));
        Assert.Equal(4, blocks.Count);
        Assert.Contains("The app wasn't ready.", blocks[1]!["output"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal([2, 2, 0], blocks.Take(3).Select(block => block!["messages"]!.GetValue<int>()));
        Assert.Equal(2, blocks[2]!["output"]!.GetValue<string>().Split("\"StatusCode\": 202").Length - 1);
        Assert.Equal(0, result["stacks"]!.GetValue<int>());
    }
}
