using System.Diagnostics;
using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>agent.sh in real bash: requests and their answers.</summary>
public sealed class AgentScriptTests
{
    private static readonly string[] Sizes = ["0", "1", "10", "4096"];

    private readonly string _runId = AgentProcess.NewRunId();

    [Fact]
    public async Task A_run_that_nobody_has_begun_is_absent()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        Assert.Equal(Supervisor.Absent, (await agent.LookAsync()).Supervisor);
    }

    [Fact]
    public async Task A_run_that_has_ended_says_what_it_was()
    {
        using var app = new AppFolder();
        var package = Packages.OfCommands("true", "false");
        using var agent = new AgentProcess(app, _runId);
        await agent.StartAsync(package, "CUSTOMIZER_RUN_ID=x\n");
        await agent.WaitForAllAsync();
        Assert.Equal("ok", (await agent.AskAsync("report degraded")).Kind);
        var state = await agent.LookAsync();
        Assert.Equal((Supervisor.Ended, true, "degraded", package.Digest), (state.Supervisor, state.Lease is not null, state.ReportedVerdict, state.PackageDigest));
        Assert.Equal(["10-1.sh", "11-2.sh"], state.Commands);
    }

    [Fact]
    public async Task A_damaged_archive_is_refused_and_nothing_of_it_is_run()
    {
        using var app = new AppFolder();
        var archive = RunArchive.Create(Packages.PlanOf(Packages.OfCommands("touch \"$HOME/ran\"")));
        using var agent = new AgentProcess(app, _runId);
        await agent.PutAsync(archive.Content.AsMemory(0, archive.Content.Length - 1));
        Assert.Equal("damaged", (await agent.AskAsync($"start {archive.Digest} 600 ")).Kind);
        Assert.Equal(Supervisor.Absent, (await agent.LookAsync()).Supervisor);
        Assert.Empty(Directory.GetFileSystemEntries(app.Root));
        Assert.False(File.Exists(app.InHome("ran")));
    }

    [Fact]
    public async Task An_archive_that_nobody_put_is_damaged()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        Assert.Equal("damaged", (await agent.AskAsync($"start {new string('0', 64)} 600 ")).Kind);
    }

    [Fact]
    public async Task What_is_whole_but_no_archive_is_an_error_that_says_what_to_check()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        await agent.PutAsync("no archive"u8.ToArray());
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("no archive"u8));
        var answer = await agent.AskAsync($"start {digest} 600 ");
        Assert.Equal("error", answer.Kind);
        Assert.Contains("can't unpack", Encoding.UTF8.GetString(Convert.FromBase64String(answer.Words[0])), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(app.Root));
    }

    [Fact]
    public async Task An_uploaded_archive_is_taken_from_where_the_user_would_see_it()
    {
        using var app = new AppFolder();
        var archive = RunArchive.Create(Packages.PlanOf(Packages.OfCommands("echo hi")));
        var file = $"studio-customizer-{_runId}-{Guid.NewGuid():N}.tmp";
        await File.WriteAllBytesAsync(Path.Combine(app.Served, file), archive.Content, Patience.Token);
        using var agent = new AgentProcess(app, _runId);
        Assert.Equal("missing", (await agent.AskAsync("take another.tmp")).Kind);
        Assert.Equal("ok", (await agent.AskAsync($"take {file}")).Kind);
        Assert.Empty(Directory.GetFileSystemEntries(app.Served));
        Assert.Equal("ok", (await agent.AskAsync($"start {archive.Digest} 600 {Convert.ToBase64String("CUSTOMIZER_RUN_ID=x\n"u8)}")).Kind);
        Assert.Equal(0, (await agent.WaitForAllAsync())[0].End!.ExitCode);
    }

    [Fact]
    public async Task An_upload_that_another_delivery_clears_away_is_missing_and_no_full_disk()
    {
        using var app = new AppFolder();
        var file = $"studio-customizer-{_runId}-{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(Path.Combine(app.Served, file), "archive", Patience.Token);
        using var agent = new AgentProcess(app, _runId, before: """mv() { rm -f "$2"; command mv "$@"; };""");
        Assert.Equal("missing", (await agent.AskAsync($"take {file}")).Kind);
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("$(touch pwned)")]
    [InlineData("rm -rf .")]
    [InlineData("look;touch pwned")]
    [InlineData("answer ok")]
    [InlineData("state")]
    public async Task What_is_no_request_is_an_error_and_no_command(string request)
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        Assert.Equal("error", (await agent.AskAsync(request)).Kind);
        Assert.Empty(Directory.GetFileSystemEntries(app.Served));
        Assert.Equal(Supervisor.Absent, (await agent.LookAsync()).Supervisor);
    }

    [Fact]
    public async Task An_output_can_be_read_from_any_byte_on()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        await agent.StartAsync(Packages.OfCommands("for ((n = 0; n < 1000; n++)); do echo $((n % 10)); done"), "CUSTOMIZER_RUN_ID=x\n");
        var whole = (await agent.WaitForAsync(1)).Bytes.ToArray();
        Assert.Equal(2000, whole.Length);
        foreach (var offset in (int[])[0, 1, 999, 1999, 2000])
        {
            foreach (var limit in Sizes)
            {
                var progress = Progress.TryParse(await agent.AskAsync($"read 1 {offset} {limit}"), offset)!;
                var end = Math.Min(2000, offset + int.Parse(limit, System.Globalization.CultureInfo.InvariantCulture));
                Assert.Equal(whole[offset..end], progress.Bytes.ToArray());
            }
        }

        Assert.Empty(Progress.TryParse(await agent.AskAsync($"read 1 {OutputWindow.PastHead} 0"), OutputWindow.PastHead)!.Bytes.ToArray());
        await agent.WaitForAllAsync();
    }

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

        await next.AskAsync("follow 2 5000000007 10 0 5000000007");
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
        Assert.Equal("overtaken", (await second.AskAsync("follow 1 0 10 0 0")).Kind);
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
    public async Task The_scripts_satisfy_shellcheck()
    {
        using var app = new AppFolder();
        using var look = app.StartBash("-c", "command -v shellcheck >/dev/null || exit 99; shellcheck -s bash \"$@\"", "shellcheck", Path.Combine(app.Scripts, "agent.sh"), Path.Combine(app.Scripts, "supervisor.sh"));
        var findings = await look.StandardOutput.ReadToEndAsync(Patience.Token);
        await look.WaitForExitAsync(Patience.Token);
        Assert.SkipWhen(look.ExitCode == 99, "shellcheck isn't installed.");
        Assert.Equal(("", 0), (findings, look.ExitCode));
    }
}
