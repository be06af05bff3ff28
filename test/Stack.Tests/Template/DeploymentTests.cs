using System.Numerics;
using System.Text.Json.Nodes;
using Stack.Tests.Tools;

namespace Stack.Tests.Template;

/// <summary>
/// The template goes through SAM's own transform and is deployed into moto, an AWS on this machine. moto makes no trails, policies of buckets, queues and
/// topics, alarms or event-invoke configurations: of those it only sees that the template reads well.
/// </summary>
public sealed class DeploymentTests
{
    private const string MotosAccount = "123456789012";

    /// <summary>What makes each condition of the template hold, or not hold.</summary>
    private static readonly (string, string)[][] Switches =
    [
        [("CreateTrail", "true")],
        [("Enabled", "false")],
        [("DomainIds", "d-abcdefghijkl,d-mnopqrstuvwx")],
        [("ReservedConcurrency", "10")],
        [("Tracing", "true")],
        [("AlarmEmail", "team@example.com")],
        [("SubnetIds", "subnet-0123456789abcdef0"), ("SecurityGroupIds", "sg-0123456789abcdef0")],
        [("KmsKeyArn", "arn:aws:kms:eu-west-1:123456789012:key/1a2b3c4d")],
        [("PermissionsBoundaryArn", "arn:aws:iam::123456789012:policy/boundary")],
    ];

    private static readonly string[] MotoMakesNone =
    [
        "AWS::CloudTrail::Trail", "AWS::CloudWatch::Alarm", "AWS::S3::BucketPolicy", "AWS::SNS::Subscription", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::Logs::QueryDefinition",
    ];

    [Fact]
    public void Each_condition_of_the_template_has_a_switch_here() => Assert.Equal(Switches.Length, StackTemplate.Read()["Conditions"]!.AsObject().Count);

    [Fact]
    public async Task It_deploys_with_every_combination_of_any_three_conditions() => await DeployAsync(OfAnyThree(Switches.Length));

    [Fact(Explicit = true)]
    public async Task It_deploys_with_every_combination_of_all_conditions() => await DeployAsync(Enumerable.Range(0, 1 << Switches.Length));

    [Fact]
    public void The_combinations_have_every_one_of_any_three_conditions()
    {
        var combinations = OfAnyThree(Switches.Length).ToList();
        for (var triple = 0; triple < 1 << Switches.Length; triple++)
        {
            if (BitOperations.PopCount((uint)triple) == 3) Assert.Equal(8, combinations.Select(combination => combination & triple).Distinct().Count());
        }
    }

    /// <summary>
    /// 32 combinations of up to 16 switches. A switch is a vector of five bits that begins with 1, a combination any vector of five bits, and the product of
    /// the two says whether the switch is on. No three of the switches' vectors depend on each other, so any three switches are in all eight positions.
    /// </summary>
    private static IEnumerable<int> OfAnyThree(int switches) => Enumerable.Range(0, 32).Select(row =>
        Enumerable.Range(0, switches).Sum(number => (BitOperations.PopCount((uint)(row & (16 | number))) & 1) << number));

    private static async Task DeployAsync(IEnumerable<int> combinations)
    {
        await Tool.RequireAsync("moto with boto3 and aws-sam-translator", "python3", "-c", "import moto, boto3, samtranslator");
        var stacks = combinations.Select(combination => Switches.Where((_, number) => (combination >> number & 1) == 1).SelectMany(parameters => parameters).ToArray()).ToList();
        var input = string.Concat(stacks.Select(parameters => new JsonObject(parameters.Select(parameter => KeyValuePair.Create(parameter.Item1, (JsonNode?)parameter.Item2))).ToJsonString() + "\n"));

        var (exitCode, output, error) = await Tool.RunAsync("python3", [Path.Combine("Tools", "deploy.py"), StackTemplate.File], input);

        Assert.True(exitCode == 0, error);
        var deployed = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(stacks.Count, deployed.Count);
        foreach (var (parameters, outcome) in stacks.Zip(deployed)) AssertSame(new DeployedStack(parameters), outcome);
    }

    /// <summary>moto works the template's functions out as this project does: two readings of it agree.</summary>
    private static void AssertSame(DeployedStack expected, JsonObject outcome)
    {
        Assert.Equal("CREATE_COMPLETE", outcome["status"]!.GetValue<string>());
        Assert.Equal(
            expected.Resources.Where(resource => !MotoMakesNone.Contains(resource.Value["Type"]!.GetValue<string>())).Select(resource => resource.Key).Order(),
            outcome["resources"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(
            expected["CustomizerFunction"]["Environment"]!["Variables"]!.AsObject().Select(variable => (variable.Key, variable.Value!.ToString())),
            outcome["variables"]!.AsObject().Select(variable => (variable.Key, variable.Value!.ToString())));
        Assert.Equal(
            RoleTests.List(expected["CustomizerFunction"]["VpcConfig"]?["SubnetIds"] ?? new JsonArray()),
            RoleTests.List(outcome["subnets"]));
        Assert.Equal(Grants(expected.RoleStatements), Grants(outcome["statements"]!.AsArray().Select(statement => statement!.AsObject())));
    }

    private static IEnumerable<string> Grants(IEnumerable<JsonObject> statements) => statements.Select(statement =>
    {
        var resources = RoleTests.List(statement["Resource"]).Select(resource => resource.Replace(MotosAccount, DeployedStack.DefaultAccount, StringComparison.Ordinal));
        var ofNames = resources.Where(resource => !resource.StartsWith('<') && !resource.Contains(":log-group:", StringComparison.Ordinal) && !resource.Contains(":sqs:", StringComparison.Ordinal) && !resource.Contains(":lambda:", StringComparison.Ordinal));
        return $"{statement["Sid"]} {statement["Effect"]} {string.Join(' ', RoleTests.List(statement["Action"]))} on {string.Join(' ', ofNames)}";
    });
}
