using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Setup;

public sealed class VerdictTests
{
    private static readonly Dictionary<string, CommandReport> Commands = new()
    {
        ["succeeded"] = Report(Outcome.Succeeded),
        ["failed"] = Report(Outcome.Failed),
        ["timedOut"] = Report(Outcome.TimedOut),
        ["alreadySucceeded"] = Report(Outcome.NotRun, CommandReasons.AlreadySucceeded),
        ["unchanged"] = Report(Outcome.NotRun, CommandReasons.Unchanged),
        ["notForThisApp"] = Report(Outcome.NotRun, CommandReasons.NotFor("profiles=ds-*", "alice")),
        ["runLimit"] = Report(Outcome.NotRun, CommandReasons.RunLimit(TimeSpan.FromHours(2))),
        ["stopped"] = Report(Outcome.NotRun, CommandReasons.StoppedBy("10-a.sh")),
        ["died"] = Report(Outcome.NotRun, CommandReasons.SupervisorDied),
        ["unknown"] = Report(Outcome.NotRun),
        ["succeededOnAFullDisk"] = Report(Outcome.Succeeded, CommandReasons.DiskFull),
        ["failedUnchanged"] = Report(Outcome.Failed, CommandReasons.Unchanged),
    };

    [Theory]
    [InlineData("", "done")]
    [InlineData("succeeded", "done")]
    [InlineData("succeeded succeeded", "done")]
    [InlineData("succeededOnAFullDisk", "done")]
    [InlineData("alreadySucceeded unchanged", "done")]
    [InlineData("notForThisApp", "done")]
    [InlineData("notForThisApp succeeded", "done")]
    [InlineData("notForThisApp failed", "degraded")]
    [InlineData("failed", "degraded")]
    [InlineData("succeeded failed succeeded", "degraded")]
    [InlineData("timedOut", "degraded")]
    [InlineData("failedUnchanged", "degraded")]
    [InlineData("alreadySucceeded failed", "degraded")]
    [InlineData("runLimit", "incomplete")]
    [InlineData("failed stopped", "incomplete")]
    [InlineData("succeeded died", "incomplete")]
    [InlineData("unknown", "incomplete")]
    [InlineData("failed timedOut runLimit succeeded", "incomplete")]
    public void The_verdict_follows_from_the_outcomes(string commands, string verdict) =>
        Assert.Equal(verdict, RunReport.VerdictOf([.. commands.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Commands[name])]).Word());

    private static CommandReport Report(Outcome outcome, string? reason = null) => new() { Name = "10-a.sh", Outcome = outcome, Reason = reason };
}
