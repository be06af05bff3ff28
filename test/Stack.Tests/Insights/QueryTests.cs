using System.Text.Json.Nodes;
using Stack.Tests.Template;

namespace Stack.Tests.Insights;

/// <summary>
/// The stack's saved queries, run over a log that the function wrote in LocalStudio (<see cref="Recorder"/>): three users on Monday, the last of whom had an
/// app that failed, and two of them on Tuesday, with other set-up commands.
/// </summary>
public sealed class QueryTests
{
    [Fact]
    public void Failures_by_command_are_counted_in_runs() => Assert.Equal(
        ["20-fails.sh | failed with exit code 3 | 2", "30-never-ends.sh | timed out | 2"],
        Ask("failures by command", "command", "outcome", "runs").Order());

    [Fact]
    public void Runs_not_done_say_whose_and_why() => Assert.Equal(
        [
            "edsger-lab | incomplete: The app is Failed, not in service (ConfigurationError: the app's container ended with exit code 1 (fault app-fails)): there is nothing to customize. Check the app in the domain's console.",
            "grace-lab | degraded: 2 of 3 set-up commands are not fine (20-fails.sh, 30-never-ends.sh)",
            "ada-lab | degraded: 2 of 3 set-up commands are not fine (20-fails.sh, 30-never-ends.sh)",
        ],
        Ask("runs not done", "space", "message"));

    [Fact]
    public void One_users_history_has_each_run_the_latest_first() => Assert.Equal(
        ["ada-lab | JupyterLab | done: all 2 set-up commands are fine", "ada-lab | JupyterLab | degraded: 2 of 3 set-up commands are not fine (20-fails.sh, 30-never-ends.sh)"],
        Ask("one user's history", "space", "app_type", "message"));

    [Fact]
    public void Which_users_have_which_digest_tells_the_latest_of_each()
    {
        var digests = Ask("which users have which digest", "user", "space", "app_type", "how");
        var latest = Ask("one user's history", "digest")[0];

        Assert.Equal(["ada | ada-lab | JupyterLab | done", "grace | grace-lab | JupyterLab | done"], digests.Order());
        Assert.Equal([latest, latest], Ask("which users have which digest", "digest"));
        Assert.Matches("^[0-9a-f]{64}$", latest);
    }

    [Fact]
    public void The_output_of_one_run_is_whole_and_in_order()
    {
        var run = Ask("one user's history", "run_id")[0];
        var query = Saved("output of one run").Replace("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01", run, StringComparison.Ordinal);

        var pieces = Ask(new Query(query), "output");

        Assert.Equal(string.Concat(Enumerable.Range(1, 3000).Select(line => $"{line}\n")) + "the mirror is up\n", string.Concat(pieces));
    }

    [Fact]
    public void Errors_are_counted_by_their_kind() =>
        Assert.Equal(["AppGoneException | 1 | 1"], Ask("errors", "error_type", "times", "runs"));

    [Fact]
    public void Of_the_slowest_commands_each_is_there_once_with_its_times() => Assert.Equal(
        [("30-never-ends.sh", "2")],
        Ask("slowest commands", "command", "times").Take(1).Select(row => row.Split(" | ")).Select(row => (row[0], row[1])));

    [Fact]
    public void The_dashboards_tables_answer_too()
    {
        var queries = Widgets().Where(widget => widget["type"]!.GetValue<string>() == "log").Select(widget => widget["properties"]!["query"]!.GetValue<string>()).ToList();

        Assert.Equal(3, queries.Count);
        foreach (var query in queries)
        {
            var (source, rest) = (query[..query.IndexOf('|', StringComparison.Ordinal)], query[(query.IndexOf('|', StringComparison.Ordinal) + 1)..]);
            Assert.Equal("SOURCE '<CustomizerLogGroup>' ", source);
            Assert.NotEmpty(new Query(rest).Over(RecordedLog.Lines));
        }
    }

    [Theory]
    [InlineData("filter a == 1")]
    [InlineData("filter a = 1 | explode b")]
    [InlineData("stats median(a) as b")]
    [InlineData("fields a b")]
    [InlineData("filter a = 1 |")]
    public void What_is_not_understood_is_not_run(string query) =>
        Assert.ThrowsAny<Exception>(() => new Query(query).Over(["""{"timestamp":"2026-11-20T10:00:00Z","a":1}"""]));

    internal static string Saved(string name) => new DeployedStack().Resources
        .Where(resource => resource.Value["Type"]!.GetValue<string>() == "AWS::Logs::QueryDefinition")
        .Select(resource => resource.Value["Properties"]!)
        .Single(query => query["Name"]!.GetValue<string>() == $"customizer/{name}")["QueryString"]!.GetValue<string>();

    private static List<string> Ask(string name, params string[] columns) => Ask(new Query(Saved(name)), columns);

    /// <summary>The query's answer over the recorded log, a text for each row; of its columns those that are the same in every recording.</summary>
    private static List<string> Ask(Query query, params string[] columns)
    {
        var indices = columns.Select(column => query.Columns.Index().Single(candidate => candidate.Item == column).Index).ToList();
        return [.. query.Over(RecordedLog.Lines).Select(row => string.Join(" | ", indices.Select(index => row[index])))];
    }

    private static IEnumerable<JsonObject> Widgets() =>
        JsonNode.Parse(new DeployedStack()["Dashboard"]["DashboardBody"]!.GetValue<string>())!["widgets"]!.AsArray().Select(widget => widget!.AsObject());
}
