using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>agent.sh in real bash: who follows a run, and from where.</summary>
public sealed class AgentScriptFollowingTests
{
    private readonly string _runId = AgentProcess.NewRunId();

    [Fact]
    public async Task Where_the_log_left_off_is_remembered_by_the_app()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        await agent.StartAsync(Packages.OfCommands("echo hello", "echo hi"), "CUSTOMIZER_RUN_ID=x\n");
        await agent.WaitForAllAsync();
        Assert.Equal("ok", (await agent.AskAsync("note 2 5000000000 5000000007")).Kind);
        await agent.AskAsync("read 1 0 10");
        await agent.LeaveAsync();
        using var next = new AgentProcess(app, _runId);
        var state = await next.LookAsync();
        Assert.Equal((2, 5_000_000_000, 5_000_000_007), (state.Command, state.Offset, state.End));

        await next.AskAsync("follow 2 5000000007 10 5000000007");
        state = await next.LookAsync();
        Assert.Equal((2, 5_000_000_007, 5_000_000_007), (state.Command, state.Offset, state.End));
    }

    [Fact]
    public async Task Only_one_follows_until_it_leaves()
    {
        using var app = new AppFolder();
        using var first = new AgentProcess(app, _runId);
        await first.StartAsync(Packages.OfCommands("true"), "CUSTOMIZER_RUN_ID=x\n");
        var lease = (await first.LookAsync()).Lease;
        Assert.NotNull(lease);
        using var second = new AgentProcess(app, _runId);
        Assert.Null((await second.LookAsync()).Lease);
        Assert.Equal("overtaken", (await second.AskAsync("note 1 0 9")).Kind);
        Assert.Equal("overtaken", (await second.AskAsync("follow 1 0 10 0")).Kind);
        Assert.Equal(lease, (await first.LookAsync()).Lease);
        await first.WaitForAllAsync();
        await first.LeaveAsync();
        Assert.NotNull((await second.LookAsync()).Lease);
    }

    [Fact]
    public async Task A_follower_keeps_its_right_over_a_lost_terminal_and_the_run_is_never_begun_again()
    {
        using var app = new AppFolder();
        var package = Packages.OfCommands("until [ -e \"$HOME/go\" ]; do sleep 0.05; done; echo ran >>\"$HOME/runs\"");
        using var first = new AgentProcess(app, _runId);
        await first.StartAsync(package, "CUSTOMIZER_RUN_ID=x\n");
        var lease = (await first.LookAsync()).Lease;
        await first.KillAsync();
        using var second = new AgentProcess(app, _runId, lease);
        var found = await second.LookAsync();
        Assert.Equal((Supervisor.Running, lease), (found.Supervisor, found.Lease));
        await second.StartAsync(package, "CUSTOMIZER_RUN_ID=x\n");
        await File.WriteAllTextAsync(app.InHome("go"), "", Patience.Token);
        Assert.Equal(0, (await second.WaitForAllAsync())[0].End!.ExitCode);
        Assert.Equal("ran\n", await File.ReadAllTextAsync(app.InHome("runs"), Patience.Token));
    }

    [Fact]
    public async Task A_supervisor_that_was_killed_is_seen_and_no_command_has_a_false_end()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        await agent.StartAsync(Packages.OfCommands("true", "# customizer: timeout=1s\necho begun; kill -KILL $PPID", "true"), "CUSTOMIZER_RUN_ID=x\n");
        var second = await agent.WaitForAsync(2);
        Assert.Equal((Supervisor.Died, null, "begun\n"), (second.Supervisor, second.End, Encoding.ASCII.GetString(second.Bytes.Span)));
        Assert.Equal(0, (await agent.WaitForAsync(1)).End!.ExitCode);
        Assert.Null((await agent.WaitForAsync(3)).End);
        Assert.Equal(Supervisor.Died, (await agent.LookAsync()).Supervisor);
    }

    [Fact]
    public async Task A_lock_that_a_killed_agent_left_behind_is_broken()
    {
        using var app = new AppFolder();
        using var first = new AgentProcess(app, _runId);
        await first.StartAsync(Packages.OfCommands("true"), "CUSTOMIZER_RUN_ID=x\n");
        await first.WaitForAllAsync();
        await first.LeaveAsync();
        File.Move(Path.Combine(app.Run(_runId), "unlocked"), Path.Combine(app.Run(_runId), "locked"));
        using var second = new AgentProcess(app, _runId);
        Assert.NotNull((await second.LookAsync()).Lease);
        Assert.False(File.Exists(Path.Combine(app.Run(_runId), "locked")));
    }
}
