using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Journals;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>Code Editor, whose terminals are reached in another way than Jupyter's; what its runs have in common with theirs is in <see cref="RunTests"/>.</summary>
public sealed class CodeEditorTests
{
    private const string AppType = "CodeEditor";

    [Theory]
    [InlineData(CodeEditors.Old)]
    [InlineData(CodeEditors.Current)]
    public async Task An_app_that_starts_is_customized(string version)
    {
        await using var studio = await RunningStudio.StartAsync("plain", await CodeEditors.OptionsAsync(version));

        var (app, report) = await studio.CustomizeAsync(AppType);

        Assert.Equal(("done", "ada"), (report.Verdict, report.Owner));
        Assert.All(report.Commands, command => Assert.Equal(("succeeded", 0), (command.Outcome, command.ExitCode)));
        Assert.Equal("customized\n", await File.ReadAllTextAsync(Path.Combine(app.HomePath, "customized"), studio.Token));
        Assert.Contains("CUSTOMIZER_APP_TYPE=CodeEditor\n", studio.OutputOf("10-says-whom-it-serves.sh"), StringComparison.Ordinal);
        Assert.Equal(app.Home + "\n", studio.OutputOf("20-works-in-the-home.sh"));
        Assert.All(studio.Host.Requests.Entries.Where(request => request.Path != "/auth"), request => Assert.StartsWith("/codeeditor/default", request.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CodeEditors.Old)]
    [InlineData(CodeEditors.Current)]
    public async Task The_settings_that_commands_write_are_those_that_its_page_reads(string version)
    {
        await using var studio = await RunningStudio.StartAsync("plain", await CodeEditors.OptionsAsync(version));
        var (app, _) = await studio.CustomizeAsync(AppType);
        using var server = app.NewServerClient();

        var page = await server.GetStringAsync(new Uri("", UriKind.Relative), studio.Token);

        Assert.Contains($"&quot;{app.Home}/sagemaker-code-editor-server-data/data&quot;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CodeEditors.Old)]
    [InlineData(CodeEditors.Current)]
    public async Task No_terminal_of_ours_is_left_open(string version)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Code Editor's terminals are found by /proc: run it on Linux.");
        await using var studio = await RunningStudio.StartAsync("long", await CodeEditors.OptionsAsync(version));
        var app = await studio.Host.CreateAppAsync(AppType, null, studio.Token);
        await studio.WaitForMessageAsync("10-takes-some-seconds.sh printed");

        Assert.Single(await app.ListTerminalsAsync(studio.Token));
        Assert.Equal("done", (await studio.ReportAsync()).Verdict);

        // It is told to end; the server sends no sign when it has.
        while ((await app.ListTerminalsAsync(studio.Token)).Count > 0) await Task.Delay(TimeSpan.FromMilliseconds(50), studio.Token);
        Assert.Empty(Directory.EnumerateFiles(app.HomePath, ".*history*"));
    }

    [Theory]
    [InlineData(CodeEditors.Old, "websocket-cut-after-seconds=2")]
    [InlineData(CodeEditors.Current, "websocket-cut-after-seconds=2")]
    [InlineData(CodeEditors.Old, "websocket-cut-after-messages=30")]
    [InlineData(CodeEditors.Current, "websocket-cut-after-bytes=6000")]
    [InlineData(CodeEditors.Current, "session-lasts=3")]
    public async Task A_connection_that_is_cut_again_and_again_loses_nothing(string version, string mood)
    {
        await using var studio = await RunningStudio.StartAsync("long", await CodeEditors.OptionsAsync(version) with { Moods = [mood] });

        var (app, report) = await studio.CustomizeAsync(AppType);

        Assert.Equal("done", report.Verdict);
        LongRun.AssertRanOnceAndWholeInTheLog(studio, app);
        Assert.Contains(studio.Host.Events.Entries, happened => happened is WebSocketClosed { CutBy: not null });
    }

    [Theory]
    [InlineData("cookies-on-page")]
    [InlineData("two-hops")]
    [InlineData("path-scoped-cookies")]
    [InlineData("loading-page=2")]
    [InlineData("not-ready-404=2")]
    [InlineData("not-ready-502=2")]
    [InlineData("origin-required")]
    [InlineData("user-agent-required")]
    [InlineData("unknown-cookies-stripped")]
    [InlineData("sign-in-page-when-expired")]
    public async Task The_front_door_may_be_so(string mood)
    {
        await using var studio = await RunningStudio.StartAsync("plain", await CodeEditors.OptionsAsync() with { Moods = [mood] });

        var (_, report) = await studio.CustomizeAsync(AppType);

        Assert.Equal("done", report.Verdict);
    }
}
