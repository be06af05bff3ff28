using CustomizerLambda.Fleet;
using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Fleet;

public sealed class AppStatesTests
{
    private const string Ours = "ours";

    [Theory]
    [InlineData("", "Never")]
    [InlineData("ended done ours", "Current")]
    [InlineData("ended degraded ours", "Failed")]
    [InlineData("ended incomplete ours", "Failed")]
    [InlineData("ended - ours", "Failed")]
    [InlineData("died - ours", "Failed")]
    [InlineData("ended done theirs", "Stale")]
    [InlineData("ended degraded theirs", "Stale")]
    [InlineData("ended done -", "Stale")]
    [InlineData("ended done ours, ended done theirs", "Current")]
    [InlineData("ended done theirs, ended done ours", "Stale")]
    [InlineData("running - ours", "Running")]
    [InlineData("running - theirs", "Running")]
    [InlineData("ended done ours, running - theirs", "Running")]
    public void The_last_run_tells_unless_one_is_under_way(string runs, string state) =>
        Assert.Equal(state, AppStates.Of([.. runs.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Read)], Ours).ToString());

    private static RunSummary Read(string run)
    {
        var words = run.Split(' ');
        return new RunSummary("id", RunState.Parse(words[0])!.Value, words[1] == "-" ? null : words[1], words[2] == "-" ? null : words[2]);
    }
}
