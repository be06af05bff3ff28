using System.Text.Json.Nodes;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>agent.sh and supervisor.sh in real bash: what commands meet, and what is known of them afterwards.</summary>
public sealed class RunInBashTests
{
    [Fact]
    public async Task Each_command_runs_in_order_and_its_exit_code_and_output_are_known()
    {
        using var app = new AppFolder();
        var ends = await RunAsync(app, "echo one; echo err >&2", "echo two; exit 3", "kill -KILL $$", "exit 255", "no-such-program", "printf 'no line feed'");
        Assert.Equal([0, 3, 137, 255, 127, 0], ends.Select(end => end.End?.ExitCode));
        Assert.Equal([Outcome.Succeeded, Outcome.Failed, Outcome.Failed, Outcome.Failed, Outcome.Failed, Outcome.Succeeded], ends.Select(end => end.End?.Outcome));
        Assert.Equal("one\nerr\n", Text(ends[0]));
        Assert.Equal("no line feed", Text(ends[5]));
        Assert.All(ends, end => Assert.True(end.StartedAt <= end.End!.At));
    }

    [Fact]
    public async Task A_commands_output_arrives_byte_for_byte_and_can_be_no_frame()
    {
        using var app = new AppFolder();
        var ends = await RunAsync(app, "printf '\\036%s 1 ok\\n\\000\\377\\r\\n\\033[31m$ ' \"$CUSTOMIZER_RUN_ID\"; printf 'exited 0 1 1 -\\n'");
        Assert.StartsWith("\u001e", Text(ends[0]), StringComparison.Ordinal);
        Assert.Equal([0x00, 0xff, .. "\r\n\u001b[31m$ exited 0 1 1 -\n"u8], ends[0].Bytes[^26..].ToArray());
    }

    [Fact]
    public async Task Standard_input_is_empty()
    {
        using var app = new AppFolder();
        Assert.Equal("0\nend of file\n/dev/null\n", Text((await RunAsync(app, "cat | wc -c; read -r x || echo end of file; readlink /proc/self/fd/0"))[0]));
    }

    [Fact]
    public async Task A_command_cannot_read_the_supervisors_plan_away()
    {
        using var app = new AppFolder();
        var open = Text((await RunAsync(app, "for fd in /proc/$$/fd/*; do readlink \"$fd\"; done"))[0]);
        Assert.Contains("/10-1.sh", open, StringComparison.Ordinal);
        Assert.DoesNotContain("/plan", open, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_event_said_is_data_and_never_code()
    {
        using var app = new AppFolder();
        var ends = await RunAsync(app, "printf '%s|' \"$CUSTOMIZER_X\" \"$CUSTOMIZER_SPACE_NAME\" \"$TERM\" \"$PWD\"; ls \"$CUSTOMIZER_FILES\"");
        Assert.Equal($"$(touch {app.Home}/pwned)`id`;a=b 'c' \\n||dumb|{app.Home}|", Text(ends[0]));
        Assert.Empty(Directory.GetFiles(app.Home));
    }

    [Fact]
    public async Task Files_travel_along()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        await agent.StartAsync(Packages.Of(("every-app/10-a.sh", "cat \"$CUSTOMIZER_FILES/data.txt\""), ("JupyterLab/files/data.txt", "from a file")), "CUSTOMIZER_RUN_ID=x\n");
        Assert.Equal("from a file", Text(await agent.WaitForAsync(1)));
        await agent.WaitForAllAsync();
    }

    [Fact]
    public async Task A_command_that_fails_stops_the_rest_only_where_it_says_so()
    {
        using var app = new AppFolder();
        var ends = await RunAsync(app, "exit 1", "# customizer: on-failure=stop\nexit 1", "touch \"$HOME/third\"");
        Assert.Equal([Outcome.Failed, Outcome.Failed, Outcome.NotRun], ends.Select(end => end.End!.Outcome));
        Assert.Equal(CommandReasons.StoppedBy("11-2.sh"), ends[2].End!.Reason);
        Assert.False(File.Exists(app.InHome("third")));
    }

    [Fact]
    public async Task A_command_that_ignores_SIGTERM_is_killed_with_its_children_when_its_time_is_up()
    {
        using var app = new AppFolder();
        var ends = await RunAsync(
            app,
            "# customizer: timeout=1s on-failure=stop\ntrap '' TERM\nsleep 300 & echo $! >\"$HOME/child\"; echo $$ >\"$HOME/self\"; echo begun; while :; do wait; done",
            "true");
        Assert.Equal((Outcome.TimedOut, null, "begun\n"), (ends[0].End!.Outcome, ends[0].End!.ExitCode, Text(ends[0])));
        Assert.Equal(CommandReasons.StoppedBy("10-1.sh"), ends[1].End!.Reason);
        foreach (var name in (string[])["child", "self"])
        {
            Assert.False(await Processes.IsAliveAsync(File.ReadAllText(app.InHome(name)).Trim()), $"The command's {name} lives on.");
        }
    }

    [Fact]
    public async Task A_command_that_is_for_others_does_not_run_and_stops_nobody()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        await agent.StartAsync(
            Packages.OfCommands("# customizer: profiles=ds-*,ml-? on-failure=stop\ntouch \"$HOME/ran\"", "true", "# customizer: domains=d-x run=once\ntrue"),
            "CUSTOMIZER_RUN_ID=x\nCUSTOMIZER_USER_PROFILE_NAME=alice\nCUSTOMIZER_DOMAIN_ID=d-abcdefghijkl\n");
        var ends = await agent.WaitForAllAsync();
        Assert.Equal([Outcome.NotRun, Outcome.Succeeded, Outcome.NotRun], ends.Select(end => end.End!.Outcome));
        Assert.Equal("it is for profiles ds-* or ml-?, not for alice", ends[0].End!.Reason);
        Assert.Equal("it is for domains d-x, not for d-abcdefghijkl", ends[2].End!.Reason);
        Assert.False(File.Exists(app.InHome("ran")));
        var status = JsonNode.Parse(await File.ReadAllTextAsync(app.InHome(".studio-customizer/status.json"), Patience.Token))!;
        Assert.Equal("it is for others: profiles=ds-*,ml-?:alice", status["commands"]![0]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task When_the_runs_time_is_up_what_is_left_does_not_run()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, AgentProcess.NewRunId());
        await agent.StartAsync(Packages.OfCommands("sleep 300", "touch \"$HOME/second\""), "CUSTOMIZER_RUN_ID=x\n", limit: 4);
        var ends = await agent.WaitForAllAsync();
        Assert.Equal((Outcome.TimedOut, Outcome.NotRun, CommandReasons.RunLimit(TimeSpan.FromSeconds(4))), (ends[0].End!.Outcome, ends[1].End!.Outcome, ends[1].End!.Reason));
        Assert.False(File.Exists(app.InHome("second")));
    }

    [Fact]
    public async Task What_a_command_leaves_running_neither_holds_the_run_up_nor_prints_into_the_log()
    {
        using var app = new AppFolder();
        // It waits for a file, so that it prints after its command's end, and before the next one's.
        var ends = await RunAsync(
            app,
            "(until [ -e \"$HOME/go\" ]; do sleep 0.05; done; echo late; touch \"$HOME/late\") & echo early",
            "touch \"$HOME/go\"; until [ -e \"$HOME/late\" ]; do sleep 0.05; done");
        Assert.Equal(("early\n", 6), (Text(ends[0]), ends[0].Size));
        Assert.Equal(0, ends[1].End!.ExitCode);
        Assert.Equal("early\nlate\n", await File.ReadAllTextAsync(ends[0].OutputFile!, Patience.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("relative")]
    [InlineData("/dev/null")]
    [InlineData("/proc/none")]
    public async Task Where_HOME_names_no_folder_that_can_be_written_to_the_accounts_home_is_the_users(string home)
    {
        AppFolder.RequireNamespaces();
        using var app = new AppFolder();
        (app.AccountHome, app.Home) = (app.Home, home);
        var ends = await RunAsync(app, "# customizer: run=once\necho hi; pwd; echo \"$HOME\"");
        Assert.Equal((Outcome.Succeeded, $"hi\n{app.AccountHome}\n{app.AccountHome}\n"), (ends[0].End!.Outcome, Text(ends[0])));
        Assert.StartsWith(app.AccountHome, ends[0].OutputFile, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/.studio-customizer"));
    }

    [Fact]
    public async Task Where_nobody_has_a_home_nothing_is_kept_from_running()
    {
        AppFolder.RequireNamespaces();
        using var app = new AppFolder();
        (app.AccountHome, app.Home) = ("/dev/null", Path.Combine(app.Home, "file"));
        await File.WriteAllTextAsync(app.Home, "not a folder", Patience.Token);
        var ends = await RunAsync(app, "# customizer: run=once\necho hi; pwd");
        Assert.Equal((Outcome.Succeeded, "hi\n/\n"), (ends[0].End!.Outcome, Text(ends[0])));
        Assert.StartsWith(app.Root, ends[0].OutputFile, StringComparison.Ordinal);
        Assert.Equal("not a folder", await File.ReadAllTextAsync(app.Home, Patience.Token));
    }

    [Fact]
    public async Task A_home_that_does_not_exist_is_made()
    {
        using var app = new AppFolder();
        app.Home = Path.Combine(app.Home, "of", "nobody");
        Assert.Equal($"{app.Home}\n", Text((await RunAsync(app, "pwd"))[0]));
    }

    [Theory]
    [InlineData("umask 077;")]
    [InlineData("umask 000;")]
    public async Task Whatever_the_umask_nobody_else_may_look_into_a_run(string umask)
    {
        using var app = new AppFolder();
        var runId = AgentProcess.NewRunId();
        Assert.Equal(0, (await RunAsAsync(app, runId, umask, "true"))[0].End!.ExitCode);
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal((Owner, Owner), (File.GetUnixFileMode(app.Root), File.GetUnixFileMode(app.Run(runId))));
    }

    [Fact]
    public async Task The_user_sees_how_it_went_and_where_the_output_is()
    {
        using var app = new AppFolder();
        await RunAsync(app, "# customizer: refresh-page=yes\ntrue", "exit 2", "# customizer: refresh-page=yes on-failure=stop\nexit 1", "true");
        var status = JsonNode.Parse(await File.ReadAllTextAsync(app.InHome(".studio-customizer/status.json"), Patience.Token))!;
        Assert.Equal(("ended", true, null), (status["state"]!.GetValue<string>(), status["refreshPage"]!.GetValue<bool>(), status["now"]));
        Assert.Equal(
            ["10-1.sh succeeded 0", "11-2.sh failed 2", "12-3.sh failed 1", "13-4.sh notRun "],
            status["commands"]!.AsArray().Select(command => $"{command!["command"]} {command["outcome"]} {command["exitCode"]}"));
        Assert.Equal(3, Directory.GetFiles(status["logs"]!.GetValue<string>(), "*.log").Length);
    }

    [Fact]
    public async Task Nothing_is_left_behind_but_what_is_known_of_the_run()
    {
        using var app = new AppFolder();
        var runId = AgentProcess.NewRunId();
        var upload = Path.Combine(app.Served, $"studio-customizer-{runId}-0123.tmp");
        var another = Path.Combine(app.Served, "studio-customizer-of-another-run.tmp");
        await File.WriteAllTextAsync(upload, "broken off", Patience.Token);
        await File.WriteAllTextAsync(another, "not ours", Patience.Token);
        await RunAsAsync(app, runId, "", "true");
        Assert.Equal(["cursor", "digest", "lease", "plan", "reported", "state", "unlocked"], Directory.GetFileSystemEntries(app.Run(runId)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([app.Run(runId)], Directory.GetFileSystemEntries(app.Root));
        Assert.Equal([another], Directory.GetFileSystemEntries(app.Served));
        Assert.Equal([".studio-customizer"], Directory.GetFileSystemEntries(app.Home).Select(Path.GetFileName));
    }

    internal static Task<IReadOnlyList<Progress>> RunAsync(AppFolder app, params string[] scripts) => RunAsAsync(app, AgentProcess.NewRunId(), "", scripts);

    internal static async Task<IReadOnlyList<Progress>> RunAsAsync(AppFolder app, string runId, string before, params string[] scripts)
    {
        using var agent = new AgentProcess(app, runId, before: before);
        await agent.StartAsync(Packages.OfCommands(scripts), $"CUSTOMIZER_X=$(touch {app.Home}/pwned)`id`;a=b 'c' \\n\nCUSTOMIZER_SPACE_NAME=\nCUSTOMIZER_RUN_ID={runId}\n");
        var ends = await agent.WaitForAllAsync();
        await agent.LeaveAsync();
        return ends;
    }

    private static string Text(Progress progress) => System.Text.Encoding.Latin1.GetString(progress.Bytes.Span);
}
