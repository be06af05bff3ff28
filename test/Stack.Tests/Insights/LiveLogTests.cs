using System.Text.Json.Nodes;
using LocalStudio;

namespace Stack.Tests.Insights;

/// <summary>The saved queries over what the function logs now: a key that was renamed is missed here, whatever was recorded once.</summary>
public sealed class LiveLogTests
{
    [Fact]
    public async Task The_saved_queries_find_what_the_function_logs()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var options = new StudioOptions { SetupCommandsDirectory = Path.Combine(AppContext.BaseDirectory, "commands", "monday") };
        await using var studio = await StudioHost.StartAsync(options, cancellationToken);
        await studio.CreateAppAsync("JupyterLab", null, cancellationToken);
        var invocation = (await studio.Function.WaitForInvocationsAsync(1, cancellationToken))[0];
        var report = JsonNode.Parse(invocation.Result ?? throw new InvalidOperationException($"{invocation.Error}"))!;

        IReadOnlyList<IReadOnlyList<string>> Ask(string name) =>
            new Query(QueryTests.Saved(name).Replace("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", report["runId"]!.GetValue<string>(), StringComparison.Ordinal))
                .Over(studio.Function.Log.Entries.Select(line => line.Text));

        Assert.Equal(["20-fails.sh", "30-never-ends.sh"], Ask("failures by command").Select(row => row[0]).Order());
        Assert.Equal(["ada"], Ask("runs not done").Select(row => row[1]));
        Assert.Equal([report["packageDigest"]!.GetValue<string>()], Ask("which users have which digest").Select(row => row[3]));
        Assert.Equal(["30-never-ends.sh"], Ask("slowest commands").Take(1).Select(row => row[0]));
        Assert.Contains("the mirror is down\n", Ask("output of one run").Select(row => row[3]));
        Assert.Equal([report["runId"]!.GetValue<string>()], Ask("one user's history").Select(row => row[4]));
    }
}
