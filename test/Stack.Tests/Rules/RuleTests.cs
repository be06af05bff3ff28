using System.Text.Json.Nodes;
using Stack.Tests.Template;

namespace Stack.Tests.Rules;

/// <summary>Which events invoke the function.</summary>
public sealed class RuleTests
{
    private const string AppStart = "AppStartRule";

    [Theory]
    [InlineData("create-app-jupyterlab", AppStart)]
    [InlineData("create-app-codeeditor", AppStart)]
    [InlineData("create-app-jupyterserver", AppStart)]
    public void Each_event_goes_by_its_own_rule(string name, string rule) => Assert.Equal([rule], RulesFor(Saved(name)));

    [Theory]
    [InlineData("recoveryMode", false)]
    [InlineData("recoveryMode", "false")]
    public void Who_says_that_nothing_is_to_be_repaired_is_served(string name, object value) =>
        Assert.Equal([AppStart], RulesFor(With(Saved("create-app-jupyterlab"), "detail.requestParameters." + name, value)));

    [Theory]
    [InlineData("detail.requestParameters.appType", "KernelGateway")]
    [InlineData("detail.requestParameters.appType", "Canvas")]
    [InlineData("detail.requestParameters.appType", "RStudioServerPro")]
    [InlineData("detail.requestParameters.appType", "TensorBoard")]
    [InlineData("detail.requestParameters.appType", "jupyterlab")]
    [InlineData("detail.requestParameters.appType", null)]
    [InlineData("detail.requestParameters.recoveryMode", true)]
    [InlineData("detail.requestParameters.recoveryMode", "true")]
    [InlineData("detail.requestParameters.domainId", null)]
    [InlineData("detail.requestParameters", null)]
    [InlineData("detail.errorCode", "ResourceLimitExceeded")]
    [InlineData("detail.errorCode", "AccessDenied")]
    [InlineData("detail.eventName", "DeleteApp")]
    [InlineData("detail.eventName", "CreateSpace")]
    [InlineData("detail.eventName", "CreatePresignedDomainUrl")]
    [InlineData("detail.eventSource", "amplify.amazonaws.com")]
    [InlineData("source", "aws.amplify")]
    [InlineData("source", "aws.sagemaker.forged")]
    [InlineData("source", "studio.customizer")]
    [InlineData("detail-type", "AWS API Call via CloudTrail (forged)")]
    [InlineData("detail-type", "SageMaker Training Job State Change")]
    [InlineData("account", "444455556666")]
    public void Every_other_event_invokes_nothing(string field, object? value)
    {
        foreach (var name in (string[])["create-app-jupyterlab", "create-app-codeeditor", "create-app-jupyterserver"])
        {
            Assert.Empty(RulesFor(With(Saved(name), field, value)));
        }
    }

    [Theory]
    [InlineData("Studio App Customization Finished")]
    [InlineData("Studio App Customization Continues")]
    [InlineData("AWS API Call via CloudTrail")]
    public void What_others_may_put_on_the_bus_invokes_nothing(string detailType)
    {
        var forged = With(With(Saved("create-app-jupyterlab"), "source", "studio.customizer"), "detail-type", detailType);
        Assert.Empty(RulesFor(forged));
    }

    [Fact]
    public void Where_domains_are_named_no_other_invokes_anything()
    {
        var stack = new DeployedStack(("DomainIds", "d-abcdefghijkl,d-mnopqrstuvwx"));
        var own = Saved("create-app-jupyterlab");
        var others = With(Saved("create-app-jupyterlab"), "detail.requestParameters.domainId", "d-yzyzyzyzyzyz");

        Assert.Equal([AppStart], RulesFor(own, stack));
        Assert.Empty(RulesFor(others, stack));
    }

    [Theory]
    [InlineData("true", "ENABLED")]
    [InlineData("false", "DISABLED")]
    public void The_off_switch_stops_new_starts_and_lets_runs_that_have_begun_end(string enabled, string state)
    {
        var stack = new DeployedStack(("Enabled", enabled));

        Assert.Equal(state, stack[AppStart]["State"]!.GetValue<string>());
        // What a run goes on by is an invocation, which no rule stops.
        Assert.Single(stack.Resources, resource => resource.Value["Type"]!.GetValue<string>() == "AWS::Events::Rule");
    }

    internal static string[] RulesFor(JsonObject @event, DeployedStack? stack = null) =>
    [
        .. (stack ?? new DeployedStack()).Resources
            .Where(resource => resource.Value["Type"]!.GetValue<string>() == "AWS::Events::Rule")
            .Where(rule => EventPattern.Matches(rule.Value["Properties"]!["EventPattern"]!.AsObject(), @event))
            .Select(rule => rule.Key),
    ];

    private static JsonObject Saved(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", $"{name}.json")))!.AsObject();

    /// <summary>The event with one field, named by its path, set or (null) taken out.</summary>
    private static JsonObject With(JsonObject @event, string path, object? value)
    {
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(@event, (node, name) => node[name]!.AsObject());
        if (value is null) Assert.True(parent.Remove(names[^1]));
        else parent[names[^1]] = value is bool flag ? JsonValue.Create(flag) : JsonValue.Create((string)value);
        return @event;
    }
}
