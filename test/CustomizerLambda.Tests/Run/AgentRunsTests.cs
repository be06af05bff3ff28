using CustomizerLambda.Run;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>agent.sh in real bash: which runs an app has had.</summary>
public sealed class AgentRunsTests
{
    [Fact]
    public async Task An_app_that_has_had_no_run_has_none()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        Assert.Empty(await RunsAsync(agent));
    }

    [Fact]
    public async Task The_run_that_began_last_comes_first_whoever_asks()
    {
        using var app = new AppFolder();
        var (first, second) = (Packages.OfCommands("true"), Packages.OfCommands("true", "false"));
        var firstId = await RunToItsEndAsync(app, first, "done");
        var secondId = await RunToItsEndAsync(app, second, verdict: null);

        using var other = new AgentProcess(app, AgentProcess.NewRunId());
        Assert.Equal(
            [new RunSummary(secondId, Supervisor.Ended, null, second.Digest), new RunSummary(firstId, Supervisor.Ended, "done", first.Digest)],
            await RunsAsync(other));
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_told_from_one_whose_supervisor_was_killed()
    {
        using var app = new AppFolder();
        var id = AgentProcess.NewRunId();
        using var agent = new AgentProcess(app, id);
        await agent.StartAsync(Packages.OfCommands("sleep 600"), "CUSTOMIZER_RUN_ID=x\n");
        Assert.Equal((id, Supervisor.Running), (await RunsAsync(agent)) is [var running] ? (running.Id, running.Supervisor) : default);

        var supervisor = int.Parse(File.ReadAllText(Path.Combine(app.Run(id), "state")).Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        using (var process = System.Diagnostics.Process.GetProcessById(supervisor)) process.Kill(entireProcessTree: true);
        while ((await RunsAsync(agent))[0].Supervisor == Supervisor.Running)
        {
        }

        Assert.Equal(Supervisor.Died, (await RunsAsync(agent))[0].Supervisor);
    }

    [Fact]
    public async Task A_delivery_that_broke_off_is_no_run()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        await agent.PutAsync(new byte[] { 1, 2, 3 });
        Directory.CreateDirectory(app.Run(AgentProcess.NewRunId()));
        Assert.Empty(await RunsAsync(agent));
    }

    [Fact]
    public async Task No_more_than_ten_are_told()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        Assert.Empty(await RunsAsync(agent));
        for (var run = 0; run < 12; run++)
        {
            var folder = Directory.CreateDirectory(app.Run(AgentProcess.NewRunId())).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, "state"), "10001 run 1 1 ended 1 digest   10001\n", Patience.Token);
        }

        Assert.Equal(10, (await RunsAsync(agent)).Count);
    }

    [Theory]
    [InlineData("runs a")]
    [InlineData("runs a ended done")]
    [InlineData("runs a asleep done digest")]
    [InlineData("run a ended done digest")]
    public void An_answer_that_is_damaged_is_none(string answer) =>
        Assert.Null(RunSummary.TryParse(new Frame(1, answer.Split(' ')[0], answer.Split(' ')[1..])));

    private static async Task<string> RunToItsEndAsync(AppFolder app, CustomizerLambda.Setup.SetupPackage package, string? verdict)
    {
        var id = AgentProcess.NewRunId();
        using var agent = new AgentProcess(app, id);
        await agent.StartAsync(package, "CUSTOMIZER_RUN_ID=x\n");
        await agent.WaitForAllAsync();
        if (verdict is not null) Assert.Equal("ok", (await agent.AskAsync($"report {verdict}")).Kind);
        return id;
    }

    private static async Task<IReadOnlyList<RunSummary>> RunsAsync(AgentProcess agent) =>
        RunSummary.TryParse(await agent.AskAsync("runs")) ?? throw new InvalidDataException("The answer to 'runs' can't be read.");
}
