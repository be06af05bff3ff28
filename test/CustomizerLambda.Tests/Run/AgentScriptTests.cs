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
                var progress = Progress.TryParse(await agent.AskAsync($"read 1 {offset} {limit}"), offset, new())!;
                var end = Math.Min(2000, offset + int.Parse(limit, System.Globalization.CultureInfo.InvariantCulture));
                Assert.Equal(whole[offset..end], progress.Bytes.ToArray());
            }
        }

        Assert.Empty(Progress.TryParse(await agent.AskAsync($"read 1 {OutputWindow.PastHead} 0"), OutputWindow.PastHead, new())!.Bytes.ToArray());
        await agent.WaitForAllAsync();
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
