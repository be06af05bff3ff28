using System.Text.Json.Nodes;

namespace Stack.Tests.Template;

/// <summary>What the function's role may do, and on what.</summary>
public sealed class RoleTests
{
    /// <summary>Actions for which AWS knows no resources (Service Authorization Reference).</summary>
    private static readonly string[] WithoutResources = ["sagemaker:ListApps", "xray:PutTraceSegments", "xray:PutTelemetryRecords", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

    private static readonly (string, string)[] Everything =
    [
        ("Tracing", "true"), ("SubnetIds", "subnet-0123456789abcdef0"), ("SecurityGroupIds", "sg-0123456789abcdef0"), ("CreateTrail", "true"),
        ("KmsKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d"), ("AlarmEmail", "team@example.com"), ("ReservedConcurrency", "10"),
    ];

    [Fact]
    public void Nothing_is_allowed_on_everything_where_AWS_lets_it_be_narrower()
    {
        foreach (var statement in Allowed(new DeployedStack(Everything)))
        {
            if (List(statement["Resource"]).Contains("*")) Assert.Empty(List(statement["Action"]).Except(WithoutResources));
            else Assert.All(List(statement["Resource"]), resource => Assert.DoesNotMatch(@"^arn:aws:[a-z0-9]+:(\*|[a-z0-9-]*:\*)", resource));
            Assert.DoesNotContain(List(statement["Action"]), action => action.Contains('*', StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Without_a_VPC_and_tracing_it_may_do_nothing_of_theirs()
    {
        var services = Allowed(new DeployedStack()).SelectMany(statement => List(statement["Action"])).Select(action => action.Split(':')[0]).Distinct();

        Assert.DoesNotContain(services, service => service is "ec2" or "xray");
    }

    [Theory]
    [InlineData("aws", "eu-west-1")]
    [InlineData("aws-cn", "cn-north-1")]
    [InlineData("aws-us-gov", "us-gov-west-1")]
    public void In_every_partition_its_resources_are_of_that_partition_region_and_account(string partition, string region)
    {
        var stack = new DeployedStack(partition, region);
        var resources = Allowed(stack).Where(OfSageMakerOrEventBridge).SelectMany(statement => List(statement["Resource"])).Where(resource => resource != "*").ToList();

        Assert.Equal(5, resources.Count);
        Assert.All(resources, resource => Assert.Matches($"^arn:{partition}:(sagemaker|events):{region}:{DeployedStack.DefaultAccount}:", resource));
    }

    [Fact]
    public void No_name_of_a_partition_is_written_into_the_template()
    {
        var lines = File.ReadLines(StackTemplate.File).Where(line => line.Contains("arn:aws", StringComparison.Ordinal) && !line.Contains("AllowedPattern", StringComparison.Ordinal));

        Assert.Empty(lines);
    }

    [Fact]
    public void Where_domains_are_named_it_may_see_and_sign_in_to_no_others()
    {
        var stack = new DeployedStack(("DomainIds", "d-abcdefghijkl,d-mnopqrstuvwx"));
        foreach (var statement in Allowed(stack).Where(statement => List(statement["Action"]).All(action => action.StartsWith("sagemaker:", StringComparison.Ordinal))))
        {
            if (List(statement["Action"]) is ["sagemaker:ListApps"]) continue;
            var domains = List(statement["Resource"]).Select(resource => resource.Split(':', 6)[5].Split('/')[1]);

            Assert.Equal(["d-abcdefghijkl", "d-mnopqrstuvwx"], domains);
            Assert.Equal("eu-west-1", statement["Condition"]!["StringEquals"]!["aws:RequestedRegion"]!.GetValue<string>());
        }
    }

    [Fact]
    public void It_may_invoke_itself_and_nothing_else() =>
        Assert.Equal("<CustomizerFunction.Arn>", Assert.Single(List(Allowed(new DeployedStack()).Single(statement => List(statement["Action"]).Contains("lambda:InvokeFunction"))["Resource"])));

    [Fact]
    public void Its_event_is_its_own()
    {
        var condition = Allowed(new DeployedStack()).Single(statement => List(statement["Action"]).Contains("events:PutEvents"))["Condition"]!["StringEquals"]!;

        Assert.Equal("studio.customizer", condition["events:source"]!.GetValue<string>());
        Assert.Equal(["Studio App Customization Finished"], List(condition["events:detail-type"]));
    }

    internal static IEnumerable<JsonObject> Allowed(DeployedStack stack) => stack.RoleStatements.Where(statement => statement["Effect"]!.GetValue<string>() == "Allow");

    internal static List<string> List(JsonNode? oneOrMore) => oneOrMore is JsonArray many ? [.. many.Select(item => item!.GetValue<string>())] : [oneOrMore!.GetValue<string>()];

    private static bool OfSageMakerOrEventBridge(JsonObject statement) => List(statement["Action"]).Any(action => action.Split(':')[0] is "sagemaker" or "events");
}
