using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>agent.sh and supervisor.sh in real bash, where what they have written is deleted, at any moment and by anybody.</summary>
public sealed class ClearedAwayTests
{
    private const string CountRun = "echo x >>\"$HOME/how-often\"; ";

    private readonly string _runId = AgentProcess.NewRunId();

    public static TheoryData<string> Cleaners => new()
    {
        "rm -rf \"${TMPDIR:?}\"/*",
        "rm -rf ~/.studio-customizer",
        "rm -rf ~/.[!.]*",
        "rm -rf ~/.[!.]* \"${TMPDIR:?}\"/*",
        "find \"${TMPDIR:?}\" -type f -delete",
        "find \"${TMPDIR:?}\" ~/.studio-customizer -type f -exec truncate -s 0 {} +",
        "mv ~/.studio-customizer ~/elsewhere; mv \"${TMPDIR:?}\"/studio-customizer-* ~/other",
        "chmod -R 000 \"${TMPDIR:?}\"/studio-customizer-* ~/.studio-customizer",
    };

    [Theory]
    [MemberData(nameof(Cleaners))]
    public async Task Whatever_a_command_deletes_every_command_runs_once_and_its_outcome_is_known(string cleaner)
    {
        using var app = new AppFolder();
        string[] scripts = [CountRun + "echo first", CountRun + $"echo before; {cleaner}; echo after; exit 5", CountRun + "echo third", CountRun + cleaner];
        using var agent = new AgentProcess(app, _runId);
        await agent.StartAsync(Packages.OfCommands(scripts), "CUSTOMIZER_RUN_ID=x\n");

        var ends = await agent.WaitForAllAsync();

        Assert.Equal([0, 5, 0], ends.Take(3).Select(end => end.End?.ExitCode));
        Assert.NotNull(ends[3].End);
        if (!cleaner.Contains("truncate", StringComparison.Ordinal)) Assert.Equal(["first\n", "before\nafter\n", "third\n"], ends.Take(3).Select(Text));
        await AssertNothingRunsAgainAsync(app, scripts);
    }

    [Theory]
    [MemberData(nameof(Cleaners))]
    public async Task What_is_deleted_after_a_runs_end_brings_nobody_to_begin_it_again(string cleaner)
    {
        using var app = new AppFolder();
        string[] scripts = [CountRun + "echo first", CountRun + "exit 5"];
        using (var agent = new AgentProcess(app, _runId))
        {
            await agent.StartAsync(Packages.OfCommands(scripts), "CUSTOMIZER_RUN_ID=x\n");
            await agent.WaitForAllAsync();
            Assert.Equal("ok", (await agent.AskAsync("report degraded")).Kind);
            await agent.LeaveAsync();
        }

        using (var cleaning = app.StartBash("-c", cleaner)) await cleaning.WaitForExitAsync(Patience.Token);

        using (var later = new AgentProcess(app, _runId))
        {
            var state = await later.LookAsync();
            Assert.Equal((Supervisor.Ended, 2), (state.Supervisor, state.Commands.Count));
            if (!cleaner.Contains("truncate", StringComparison.Ordinal)) Assert.Equal("degraded", state.ReportedVerdict);
        }

        await AssertNothingRunsAgainAsync(app, scripts);
    }

    [Theory]
    [InlineData("rm -rf \"${TMPDIR:?}\"/*")]
    [InlineData("rm -rf \"${TMPDIR:?}\"/studio-customizer-*/*/state")]
    public async Task A_run_whose_supervisor_and_folder_are_gone_has_vanished_with_the_outcomes_until_then(string cleaner)
    {
        using var app = new AppFolder();
        string[] scripts = [CountRun + "echo first", CountRun + $"{cleaner}; kill -KILL $PPID", CountRun + "echo third"];
        using var agent = new AgentProcess(app, _runId);
        await agent.StartAsync(Packages.OfCommands(scripts), "CUSTOMIZER_RUN_ID=x\n");
        while ((await agent.LookAsync()).Supervisor == Supervisor.Running)
        {
        }

        using var later = new AgentProcess(app, _runId);
        var state = await later.LookAsync();
        Assert.Equal((Supervisor.Vanished, true), (state.Supervisor, state.Lease is not null));
        Assert.Equal(["10-1.sh", "11-2.sh", "12-3.sh"], state.Commands);
        Assert.Equal((0, (CommandEnd?)null, (CommandEnd?)null), ((await later.WaitForAsync(1)).End?.ExitCode, (await later.WaitForAsync(2)).End, (await later.WaitForAsync(3)).End));
        Assert.Equal("ok", (await later.AskAsync("report incomplete")).Kind);
        Assert.Equal("incomplete", (await later.LookAsync()).ReportedVerdict);
        await AssertNothingRunsAgainAsync(app, [.. scripts.Take(2)], Packages.OfCommands(scripts));
    }

    [Fact]
    public async Task What_is_open_for_the_run_is_not_open_to_its_commands()
    {
        using var app = new AppFolder();
        var ends = await RunInBashTests.RunAsync(app, "true", "cd /proc/$$/fd; for fd in *; do [ ! -e \"$fd\" ] || [ \"$fd\" -le 2 ] || [ \"$fd\" = 255 ] || readlink \"$fd\"; done");
        Assert.Equal("", Text(ends[1]));
    }

    [Fact]
    public async Task Other_apps_runs_are_not_this_ones()
    {
        using var app = new AppFolder();
        using var other = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        await agent.StartAsync(Packages.OfCommands("true"), "CUSTOMIZER_RUN_ID=x\n");
        await agent.WaitForAllAsync();
        using var elsewhere = new AgentProcess(other, AgentProcess.NewRunId());
        Assert.Empty(RunSummary.TryParse(await elsewhere.AskAsync("runs"))!);
    }

    private async Task AssertNothingRunsAgainAsync(AppFolder app, string[] ran, SetupPackage? package = null)
    {
        using var again = new AgentProcess(app, _runId);
        await again.StartAsync(package ?? Packages.OfCommands(ran), "CUSTOMIZER_RUN_ID=x\n");
        while ((await again.LookAsync()).Supervisor == Supervisor.Running)
        {
        }

        Assert.Equal(ran.Length, File.ReadAllLines(app.InHome("how-often")).Length);
    }

    private static string Text(Progress progress) => System.Text.Encoding.UTF8.GetString(progress.Bytes.Span);
}
