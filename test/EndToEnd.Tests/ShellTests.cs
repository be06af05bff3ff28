using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Jupyter;
using Xunit;

namespace EndToEnd.Tests;

public sealed class ShellTests
{
    [Theory]
    [InlineData("bash", @"\e[1;32m(base) \[\e[35m\]sagemaker-user@studio\$\[\e[0m\] ")]
    [InlineData("bash", "bash-4.2$ \n> ")]
    [InlineData("sh", "$ ")]
    [InlineData("zsh", "%F{red}(base)%f sagemaker-user@studio$ ")]
    public async Task The_terminals_shell_and_prompt_make_no_difference(string shell, string prompt)
    {
        Programs.SkipUnlessInstalled(shell);
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { JupyterOptions = new JupyterOptions { Shell = shell, Prompt = prompt } });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Equal(app.Home + "\n", studio.OutputOf("20-works-in-the-home.sh"));
        Assert.Empty(Directory.EnumerateFiles(app.HomePath, ".*history*"));
    }

    [Theory]
    [InlineData("cookies-on-redirect")]
    [InlineData("unknown-cookies-stripped")]
    [InlineData("websocket-cut-after-messages=12")]
    public async Task The_newer_Jupyter_server_makes_no_difference(string mood)
    {
        var options = await JupyterServers.OptionsAsync(JupyterServers.Two);
        await using var studio = await RunningStudio.StartAsync("studio", options with { Moods = [mood] });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
        Assert.Contains("VERSION_CODENAME=trixie", await File.ReadAllTextAsync(app.PathOnMachine("/etc/os-release"), studio.Token), StringComparison.Ordinal);
        using var server = app.NewServerClient();
        Assert.Contains("\"version\": \"2.", await server.GetStringAsync(new Uri("api", UriKind.Relative), studio.Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JupyterServer")]
    [InlineData("JupyterLab")]
    public async Task The_older_notebook_server_makes_no_difference(string appType)
    {
        Programs.SkipUnlessInstalled("jupyter-notebook");
        await using var studio = await RunningStudio.StartAsync("plain", new StudioOptions { Jupyter = "jupyter-notebook" });

        var (app, report) = await studio.CustomizeAsync(appType);

        Assert.Equal("done", report.Verdict);
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
    }
}
