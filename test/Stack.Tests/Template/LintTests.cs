using Stack.Tests.Tools;

namespace Stack.Tests.Template;

/// <summary>What AWS's own linter says of the template.</summary>
public sealed class LintTests
{
    [Theory]
    [InlineData("us-east-1")]
    [InlineData("eu-west-1")]
    [InlineData("cn-north-1")]
    [InlineData("us-gov-west-1")]
    public async Task The_linter_finds_nothing_however_small(string region)
    {
        await Tool.RequireAsync("cfn-lint", "cfn-lint", "--version");

        // One region at a time: of several, cfn-lint transforms for the first only.
        var (exitCode, output, error) = await Tool.RunAsync(
            "cfn-lint", ["--include-experimental", "--include-checks", "I", "--non-zero-exit-code", "informational", "--regions", region, "--template", StackTemplate.File]);

        Assert.Equal((0, ""), (exitCode, output + error));
    }

    [Fact]
    public async Task The_linter_would_find_something()
    {
        await Tool.RequireAsync("cfn-lint", "cfn-lint", "--version");
        var template = await File.ReadAllTextAsync(StackTemplate.File, TestContext.Current.CancellationToken);

        var (exitCode, _, _) = await Tool.RunAsync("cfn-lint", ["--regions", "eu-west-1", "-"], template.Replace("Runtime: dotnet10", "Runtime: dotnet99", StringComparison.Ordinal));

        Assert.NotEqual(0, exitCode);
    }
}
