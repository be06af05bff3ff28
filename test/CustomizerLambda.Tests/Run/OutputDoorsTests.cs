using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>agent.sh and supervisor.sh in real bash: by which doors output comes, how much of it is kept, and what struck a command.</summary>
public sealed class OutputDoorsTests
{
    private const string Steps = "for n in {1..300}; do echo \"step $n\"; done; ";

    private static readonly string Printed = string.Concat(Enumerable.Range(1, 300).Select(n => $"step {n}\n"));

    [Theory]
    [InlineData("echo more >/dev/stderr; echo end", "more\nend\n")]
    [InlineData("echo more >/dev/stdout; echo end", "more\nend\n")]
    [InlineData("echo more | tee /dev/stderr >/dev/null; echo end", "more\nend\n")]
    [InlineData("echo more >/proc/self/fd/1; echo end", "more\nend\n")]
    [InlineData("printf 'b\\na\\n' | sort -o /dev/stdout; echo end", "a\nb\nend\n")]
    [InlineData("echo more | dd of=/dev/stderr status=none; echo end", "more\nend\n")]
    [InlineData("echo more | cp /dev/stdin /dev/stdout; echo end", "more\nend\n")]
    [InlineData("exec > >(sleep 0.3; cat) 2>&1; echo end", "end\n")]
    [InlineData("exec > >(while IFS= read -r l; do printf '%s\\n' \"$l\"; done | tee -a \"$HOME/own.log\"); echo end", "end\n")]
    [InlineData("echo more | (sleep 0.2; cat) & echo end", "end\nmore\n")]
    public async Task Nothing_is_lost_by_whatever_door_it_comes(string script, string end)
    {
        using var app = new AppFolder();
        var ends = await RunInBashTests.RunAsync(app, Steps + script);
        Assert.Equal(Printed + end, Text(ends[0]));
    }

    [Theory]
    [InlineData("sleep 600 &")]
    [InlineData("nohup sleep 600 >/dev/null 2>&1 &")]
    [InlineData("(setsid sleep 600 &);")]
    [InlineData("(while sleep 1; do echo tick; done) &")]
    public async Task What_is_left_running_holds_nothing_up(string script)
    {
        using var app = new AppFolder();
        var ends = await RunInBashTests.RunAsync(app, $"{script} echo end", "true");
        Assert.Equal("end\n", Text(ends[0]));
        Assert.True(ends[1].StartedAt - ends[0].StartedAt < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_service_that_goes_on_printing_lives_and_does_not_fill_the_home()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        const string Service = "(until [ -e \"$HOME/go\" ]; do sleep 0.05; done; head -c 50000000 /dev/zero; touch \"$HOME/went\") & echo end";
        await agent.StartAsync(Packages.OfCommands(Service, "touch \"$HOME/go\"; until [ -e \"$HOME/went\" ]; do sleep 0.05; done"), "CUSTOMIZER_RUN_ID=x\n");
        var ends = await agent.WaitForAllAsync();
        Assert.Equal([Outcome.Succeeded, Outcome.Succeeded], ends.Select(end => end.End!.Outcome));
        Assert.InRange(new FileInfo(ends[0].OutputFile!).Length, 5, 1024 * 1024 + 4);
    }

    [Fact]
    public async Task Of_much_output_the_app_keeps_the_head_and_the_tail_within_a_bound()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        await agent.StartAsync(Packages.OfCommands("echo first; yes 2>/dev/null | head -c 60000000; echo last"), "CUSTOMIZER_RUN_ID=x\n");
        var end = await agent.WaitForAsync(1);
        Assert.Equal(60_000_011, end.Size);
        Assert.InRange(new FileInfo(end.OutputFile!).Length, 3 * 1024 * 1024, 8 * 1024 * 1024);
        var tail = Progress.TryParse(await agent.AskAsync($"read 1 {end.Size - 524288} 524288"), end.Size - 524288, new())!;
        Assert.Equal(524288, tail.Bytes.Length);
        Assert.EndsWith("y\nlast\n", Text(tail), StringComparison.Ordinal);
        await agent.WaitForAllAsync();
    }

    [Theory]
    [InlineData("python3 -c 'import time; print(\"asking\"); time.sleep(600)'")]
    [InlineData("python3 - <<'END'\nimport time\nprint('asking')\ntime.sleep(600)\nEND")]
    public async Task What_a_language_has_printed_is_there_when_its_time_is_up(string script)
    {
        using var app = new AppFolder();
        var ends = await RunInBashTests.RunAsync(app, "# customizer: timeout=2s\n" + script);
        Assert.SkipWhen(ends[0].End!.ExitCode == 127, "python3 isn't installed.");
        Assert.Equal((Outcome.TimedOut, CommandReasons.OwnLimit(TimeSpan.FromSeconds(2)), "asking\n"), (ends[0].End!.Outcome, ends[0].End!.Reason, Text(ends[0])));
    }

    [Fact]
    public async Task The_limit_that_struck_is_named_with_its_value()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        await agent.StartAsync(Packages.OfCommands("# customizer: timeout=1s\nsleep 600", "# customizer: timeout=20m\nsleep 600", "true"), "CUSTOMIZER_RUN_ID=x\n", limit: 5);
        var ends = await agent.WaitForAllAsync();
        var run = CommandReasons.RunLimit(TimeSpan.FromSeconds(5));
        Assert.Equal([CommandReasons.OwnLimit(TimeSpan.FromSeconds(1)), run, run], ends.Select(end => end.End!.Reason));
    }

    [Fact]
    public async Task A_command_that_failed_is_started_again_as_often_as_it_says()
    {
        using var app = new AppFolder();
        const string FailsTwice = "echo x >>\"$HOME/tries\"; [ \"$(wc -l <\"$HOME/tries\")\" -gt 2 ]";
        var ends = await RunInBashTests.RunAsync(app, $"# customizer: retries=3\n{FailsTwice}", "# customizer: retries=1\nexit 4", "exit 5");
        Assert.Equal([(0, 3), (4, 2), (5, 1)], ends.Select(end => (end.End!.ExitCode!.Value, end.Tries)));
        Assert.Contains("try 1 failed with exit code 1", Text(ends[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_started_again_keeps_its_time_limit()
    {
        using var app = new AppFolder();
        var ends = await RunInBashTests.RunAsync(app, "# customizer: retries=10 timeout=3s\nexit 4");
        Assert.Equal((Outcome.Failed, 4), (ends[0].End!.Outcome, ends[0].End!.ExitCode));
        Assert.InRange(ends[0].Tries, 2, 3);
    }

    private static string Text(Progress progress) => System.Text.Encoding.UTF8.GetString(progress.Bytes.Span);
}
