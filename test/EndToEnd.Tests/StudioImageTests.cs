using System.Diagnostics;
using System.Text.Json;
using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Journals;
using LocalStudio.Jupyter;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>What an app finds around it is Studio's, and what it does to that doesn't reach this machine.</summary>
public sealed class StudioImageTests
{
    private const string WritesEverywhere = "30-writes-everywhere.sh";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_app_has_what_Studio_gives_it(bool isIsolated)
    {
        var said = new List<string>();
        await using var studio = await StartAsync("studio", isIsolated, said);

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        var environment = studio.OutputOf("10-reads-its-environment.sh");
        foreach (var line in (string[])
        [
            $"HOME={app.Home}", "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1", "REGION_NAME=us-east-1", "SAGEMAKER_APP_TYPE=JupyterLab", $"SAGEMAKER_DOMAIN_ID={app.DomainId}",
            $"SAGEMAKER_SPACE_NAME={app.SpaceName}", "SAGEMAKER_USER_PROFILE_NAME=ada", "TEAM=blue = green",
        ])
        {
            Assert.Contains(line + "\n", environment, StringComparison.Ordinal);
        }

        Assert.Equal(
            $"""
            LocalStudio's sudo runs it as {(app.IsIsolated ? "sagemaker-user" : Environment.UserName)}: sudo -n -u root --preserve-env COLOUR=light blue sh -c echo "as $(id -u), $COLOUR, $#: $1" sh two  words
            as {await UserIdAsync(studio)}, light blue, 1: two  words
            """,
            string.Join('\n', studio.OutputOf("20-asks-its-programs.sh").Split('\n').Take(2)));
        Assert.Contains("sudo handed on 1\n", studio.OutputOf("20-asks-its-programs.sh"), StringComparison.Ordinal);
        Assert.Contains("\n0 * * * * true\n", studio.OutputOf("20-asks-its-programs.sh"), StringComparison.Ordinal);
        Assert.Equal(app.IsIsolated, !said.Any(line => line.Contains("they do to this machine", StringComparison.Ordinal)));
        Assert.False(app.IsIsolated && !isIsolated);
        if (!app.IsIsolated) return;
        Assert.Contains("HOME=/home/sagemaker-user\n", environment, StringComparison.Ordinal);
        Assert.Contains("USER=sagemaker-user\n", environment, StringComparison.Ordinal);
        Assert.Contains("TMPDIR=(unset)\n", environment, StringComparison.Ordinal);
        Assert.Contains("who sagemaker-user\n", environment, StringComparison.Ordinal);
        using var metadata = JsonDocument.Parse(environment[environment.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal((app.SpaceName, app.Arn), (metadata.RootElement.GetProperty("SpaceName").GetString(), metadata.RootElement.GetProperty("ResourceArn").GetString()));
    }

    [Fact]
    public async Task What_a_command_writes_outside_the_home_stays_in_the_app_also_when_its_server_restarts()
    {
        await using var studio = await StartIsolatedAsync();

        var (app, report) = await studio.CustomizeAsync();

        var name = $"written-{report.RunId}";
        Assert.Equal("wrote to /tmp\nwrote to /var/tmp\nwrote to /opt\nwrote to /etc\nwrote to /home/sagemaker-user\n", studio.OutputOf(WritesEverywhere));
        foreach (var folder in (string[])["/tmp", "/var/tmp", "/opt", "/etc"])
        {
            Assert.Equal("kept\n", await File.ReadAllTextAsync(app.PathOnMachine($"{folder}/{name}"), studio.Token));
            Assert.False(File.Exists($"{folder}/{name}"));
        }

        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(app.HomePath, name), studio.Token));
        Assert.Contains(studio.Host.Events.Entries, happened => happened is ServerRestarted);
        Assert.Equal("kept\n", studio.OutputOf("50-follows.sh"));
    }

    [Fact]
    public async Task A_new_start_of_the_app_has_its_home_and_nothing_else_of_the_old_one()
    {
        await using var studio = await StartIsolatedAsync();
        var (first, report) = await studio.CustomizeAsync();
        await studio.CallAsync("DeleteApp", new() { ["DomainId"] = first.DomainId, ["SpaceName"] = first.SpaceName, ["AppType"] = first.AppType, ["AppName"] = "default" });
        await first.WaitForStatusAsync("Deleted", studio.Token);

        var second = await studio.Host.CreateAppAsync("JupyterLab", null, studio.Token);
        await second.WaitForStatusAsync("InService", studio.Token);

        var name = $"written-{report.RunId}";
        Assert.True(File.Exists(second.PathOnMachine($"/home/sagemaker-user/{name}")));
        foreach (var folder in (string[])["/tmp", "/var/tmp", "/opt", "/etc"]) Assert.False(File.Exists(second.PathOnMachine($"{folder}/{name}")));
    }

    /// <summary>With commands that write everywhere: where apps have no file system of their own, the test is skipped before anything runs.</summary>
    private static async Task<RunningStudio> StartIsolatedAsync()
    {
        var said = new List<string>();
        var studio = await StartAsync("studio-writes", isIsolated: true, said);
        if (said.Find(line => line.Contains("they do to this machine", StringComparison.Ordinal)) is not { } obstacle) return studio;
        await studio.DisposeAsync();
        Assert.Skip(obstacle);
        return studio;
    }

    private static Task<RunningStudio> StartAsync(string commands, bool isIsolated, List<string> said) =>
        RunningStudio.StartAsync(commands, new StudioOptions
        {
            IsIsolated = isIsolated,
            Say = said.Add,
            JupyterOptions = new JupyterOptions { Environment = new Dictionary<string, string> { ["TEAM"] = "blue = green" } },
        });

    private static async Task<string> UserIdAsync(RunningStudio studio)
    {
        using var id = Process.Start(new ProcessStartInfo("id", ["-u"]) { RedirectStandardOutput = true })!;
        return (await id.StandardOutput.ReadToEndAsync(studio.Token)).Trim();
    }
}
