using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

/// <summary>agent.sh in real bash: how an archive comes into the app, and what is no archive.</summary>
public sealed class AgentScriptDeliveryTests
{
    private readonly string _runId = AgentProcess.NewRunId();

    [Fact]
    public async Task A_damaged_archive_is_refused_and_nothing_of_it_is_run()
    {
        using var app = new AppFolder();
        var archive = RunArchive.Create(Packages.PlanOf(Packages.OfCommands("touch \"$HOME/ran\"")));
        using var agent = new AgentProcess(app, _runId);
        await agent.PutAsync(archive.Content.AsMemory(0, archive.Content.Length - 1));
        Assert.Equal("damaged", (await agent.AskAsync($"start {archive.Digest} 600 1048576 - ")).Kind);
        Assert.Equal(Supervisor.Absent, (await agent.LookAsync()).Supervisor);
        Assert.Empty(Directory.GetFileSystemEntries(app.Root));
        Assert.False(File.Exists(app.InHome("ran")));
    }

    [Fact]
    public async Task An_archive_that_nobody_put_is_damaged()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        Assert.Equal("damaged", (await agent.AskAsync($"start {new string('0', 64)} 600 1048576 - ")).Kind);
    }

    [Fact]
    public async Task What_is_whole_but_no_archive_is_an_error_that_says_what_to_check()
    {
        using var app = new AppFolder();
        using var agent = new AgentProcess(app, _runId);
        await agent.PutAsync("no archive"u8.ToArray());
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("no archive"u8));
        var answer = await agent.AskAsync($"start {digest} 600 1048576 - ");
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
        Assert.Equal("ok", (await agent.AskAsync($"start {archive.Digest} 600 1048576 - {Convert.ToBase64String("CUSTOMIZER_RUN_ID=x\n"u8)}")).Kind);
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
}
