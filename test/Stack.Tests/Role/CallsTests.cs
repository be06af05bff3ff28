using System.Text.Json.Nodes;
using LocalStudio;
using LocalStudio.Journals;
using Stack.Tests.Rules;
using Stack.Tests.Template;

namespace Stack.Tests.Role;

/// <summary>What the function really does in LocalStudio, beside what the stack allows it and what its rules let through.</summary>
public sealed class CallsTests
{
    private static readonly Dictionary<string, string> Actions = new() { ["PutEvents"] = "events:PutEvents", ["Invoke"] = "lambda:InvokeFunction" };

    [Fact]
    public async Task The_role_allows_what_the_function_calls_and_nothing_to_spare()
    {
        var calls = new HashSet<string>();
        // A run that is handed over, and a domain whose users sign in elsewhere.
        foreach (var options in (StudioOptions[])[new() { FunctionTimeout = TimeSpan.FromSeconds(20) }, new() { Faults = ["domain-is-sso"] }])
        {
            foreach (var call in await RunAsync(options)) calls.Add(call);
        }

        var policies = new DeployedStack().RolePolicies.Where(policy => policy["PolicyName"]!.GetValue<string>() != "Lambda");
        var allowed = policies.SelectMany(policy => policy["PolicyDocument"]!["Statement"]!.AsArray()).SelectMany(statement => RoleTests.List(statement!["Action"])).Distinct();
        Assert.Equal(allowed.Order(), calls.Order());
    }

    /// <summary>Runs to the end what an app start brings about.</summary>
    /// <returns>What the function has called, as IAM names it.</returns>
    private static async Task<IEnumerable<string>> RunAsync(StudioOptions options)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var commands = Path.Combine(AppContext.BaseDirectory, "commands", "slow");
        await using var studio = await StudioHost.StartAsync(options with { SetupCommandsDirectory = commands }, cancellationToken);
        await studio.CreateAppAsync("JupyterLab", null, cancellationToken);

        // Every invocation, until one doesn't hand over: the first came by exactly one rule of the stack, the others by its own word.
        await foreach (var invocation in studio.Function.Invocations.ReadAllAsync(cancellationToken))
        {
            var @event = JsonNode.Parse(invocation.Payload)!.AsObject();
            if (@event["continue"] is null) Assert.Single(RuleTests.RulesFor(@event, Stack(@event)));
            await invocation.Ended.WaitAsync(cancellationToken);
            Assert.True(invocation.Result is not null, $"{invocation.Error}");
            if (!JsonNode.Parse(invocation.Result)!["handedOver"]!.GetValue<bool>()) break;
        }

        // What an administrator asks for, by a direct invocation.
        await studio.Function.InvokeAsync("""{"fleet": {}}""", cancellationToken);
        return studio.Events.Entries.OfType<ApiCalled>().Where(call => call.ByFunction)
            .Select(call => Actions.GetValueOrDefault(call.Operation, $"sagemaker:{call.Operation}"));
    }

    /// <summary>The stack as it would be in the account and region that the event is of.</summary>
    private static DeployedStack Stack(JsonObject @event) => new("aws", @event["region"]!.GetValue<string>()) { Account = @event["account"]!.GetValue<string>() };
}
