using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>Where an app isn't as Studio's image has it.</summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("home-read-only", "home is read-only")]
    [InlineData("non-root-user", "user ")]
    [InlineData("umask-077", "umask 0077")]
    [InlineData("path-empty", "base64 /")]
    [InlineData("path-with-spaces", "base64 /")]
    [InlineData("busybox-first", "busybox/base64")]
    public async Task The_commands_run_wherever_the_app_has_a_shell(string fault, string told)
    {
        await using var studio = await RunningStudio.StartAsync("environment", new StudioOptions { Faults = [fault] });

        var (app, report) = await studio.CustomizeAsync();

        var output = studio.OutputOf("10-says-where-it-runs.sh");
        Assert.Equal("done", report.Verdict);
        Assert.Contains(told, output, StringComparison.Ordinal);
        Assert.EndsWith("\n1000\n", output, StringComparison.Ordinal);
        Assert.Equal("kept\n", studio.OutputOf("20-keeps-something.sh"));
        Assert.Equal(output, await File.ReadAllTextAsync(app.PathOnMachine(report["10-says-where-it-runs.sh"].OutputFile!), studio.Token));
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
        if (fault == "non-root-user") Assert.DoesNotContain("user 0\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_empty_PATH_nothing_in_the_home_is_taken_for_a_program()
    {
        await using var studio = await RunningStudio.StartAsync("environment", new StudioOptions { Faults = ["path-empty"] });
        var home = Directory.CreateDirectory(Path.Combine(studio.Host.WorkPath, "homes", studio.Host.DomainId, StudioHost.DefaultSpaceName)).FullName;
        foreach (var name in (string[])["base64", "bash", "gzip", "mv", "sha256sum", "stty", "tar"])
        {
            await File.WriteAllTextAsync(Path.Combine(home, name), "#!/bin/sh\ntouch \"$HOME/taken\"\n", studio.Token);
            File.SetUnixFileMode(Path.Combine(home, name), (UnixFileMode)0b111_101_101);
        }

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.False(File.Exists(Path.Combine(home, "taken")));
    }
}
