using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CustomizerLambda;

namespace Stack.Tests.Template;

/// <summary>What can be asked of the stack, and what reaches the function of it.</summary>
public sealed class ParameterTests
{
    /// <summary>Lambda sets these by itself; the last is for a Studio on this machine.</summary>
    private static readonly string[] NotByTheTemplate = ["AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME", "AWS_REGION", "AWS_LAMBDA_LOG_LEVEL", "CUSTOMIZER_STUDIO_ENDPOINT"];

    [Fact]
    public void The_function_reads_every_variable_that_the_template_sets_and_the_template_sets_every_one_that_it_reads()
    {
        List<string> read = [];
        _ = Settings.FromEnvironment(name =>
        {
            read.Add(name);
            return name == "AWS_LAMBDA_RUNTIME_API" ? "127.0.0.1:9001" : null;
        });

        Assert.Equal(read.Distinct().Except(NotByTheTemplate).Order(), Environment(new DeployedStack()).Keys.Order());
    }

    [Fact]
    public void By_default_the_stack_asks_of_the_function_what_the_function_does_by_default()
    {
        var byStack = FromStack();
        var byItself = Settings.FromEnvironment(RuntimeApiOnly);

        Assert.Equal(byItself.Served.Domains, byStack.Served.Domains);
        Assert.Equal(byItself with { Served = byStack.Served }, byStack);
        Assert.Equal((byItself.Served.IsEnabled, byItself.Served.Percentage), (byStack.Served.IsEnabled, byStack.Served.Percentage));
    }

    public static TheoryData<string, string> Extremes()
    {
        var extremes = new TheoryData<string, string> { { "DomainIds", "d-abcdefghijkl,d-mnopqrstuvwx" } };
        foreach (var (name, declaration) in StackTemplate.Parameters)
        {
            foreach (var bound in (string[])["MinValue", "MaxValue"])
            {
                if (declaration![bound] is { } value) extremes.Add(name, value.ToString());
            }

            foreach (var value in declaration!["AllowedValues"]?.AsArray() ?? []) extremes.Add(name, value!.ToString());
        }

        return extremes;
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public void The_function_starts_with_whatever_the_template_lets_through(string parameter, string value) => Assert.NotNull(FromStack((parameter, value)));

    [Fact]
    public void A_value_reaches_the_function_as_it_was_given()
    {
        var settings = FromStack(
            ("Enabled", "false"), ("RolloutPercentage", "10"), ("DomainIds", "d-abcdefghijkl,d-mnopqrstuvwx"), ("OutputLimitBytes", "8192"), ("RunLimitMinutes", "30"), ("LogLevel", "WARN"));

        Assert.Equal((false, 10, 8192, 30d), (settings.Served.IsEnabled, settings.Served.Percentage, settings.OutputLimitBytes, settings.RunLimit.TotalMinutes));
        Assert.Equal(["d-abcdefghijkl", "d-mnopqrstuvwx"], settings.Served.Domains.Order());
        Assert.Equal("Warning", settings.LogLevel.ToString());
    }

    [Fact]
    public void No_parameter_can_carry_a_command()
    {
        foreach (var (name, declaration) in StackTemplate.Parameters)
        {
            var isClosed = declaration!["Type"]!.ToString() == "Number" || declaration["AllowedValues"] is not null;
            foreach (var command in (string[])["rm -rf ~", "$(id)", "`id`", "a;b", "a|b", "a&b", "a\nb", "a>b", "\"", "'"])
            {
                Assert.True(isClosed || !Regex.IsMatch(command, declaration["AllowedPattern"]!.ToString()), $"{name} takes {command}");
            }
        }
    }

    [Fact]
    public void Every_parameter_has_a_description_a_default_that_it_accepts_and_a_place_in_the_form()
    {
        var placed = StackTemplate.Read()["Metadata"]!["AWS::CloudFormation::Interface"]!["ParameterGroups"]!.AsArray()
            .SelectMany(group => group!["Parameters"]!.AsArray()).Select(name => name!.ToString());

        Assert.Equal(StackTemplate.Parameters.Select(parameter => parameter.Key).Order(), placed.Order());
        Assert.All(StackTemplate.Parameters, parameter =>
        {
            Assert.NotNull(parameter.Value!["Description"]);
            Assert.True(Accepts(parameter.Value.AsObject(), parameter.Value["Default"]!.ToString()), parameter.Key);
        });
    }

    private static bool Accepts(JsonObject declaration, string value) =>
        declaration["AllowedValues"] is JsonArray allowed ? allowed.Any(candidate => candidate!.ToString() == value)
        : declaration["AllowedPattern"] is { } pattern ? Regex.IsMatch(value, pattern.ToString())
        : long.Parse(value, CultureInfo.InvariantCulture) is var number && number >= declaration["MinValue"]!.GetValue<long>() && number <= declaration["MaxValue"]!.GetValue<long>();

    private static Settings FromStack(params (string, string)[] parameters)
    {
        var stack = new DeployedStack(parameters);
        var environment = Environment(stack);
        environment["AWS_LAMBDA_LOG_LEVEL"] = stack["CustomizerFunction"]["LoggingConfig"]!["ApplicationLogLevel"]!.ToString();
        return Settings.FromEnvironment(name => environment.GetValueOrDefault(name) ?? RuntimeApiOnly(name));
    }

    private static Dictionary<string, string> Environment(DeployedStack stack) =>
        stack["CustomizerFunction"]["Environment"]!["Variables"]!.AsObject().ToDictionary(variable => variable.Key, variable => variable.Value!.ToString());

    private static string? RuntimeApiOnly(string name) => name == "AWS_LAMBDA_RUNTIME_API" ? "127.0.0.1:9001" : null;
}
