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
        Assert.Equal(output, await File.ReadAllTextAsync(report["10-says-where-it-runs.sh"].OutputFile!, studio.Token));
        Assert.Empty(await app.ListTerminalsAsync(studio.Token));
        if (fault == "non-root-user") Assert.DoesNotContain("user 0\n", output, StringComparison.Ordinal);
    }
}
