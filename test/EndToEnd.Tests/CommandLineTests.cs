using System.Text;
using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Processes;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>LocalStudio as its user meets it: what it prints, how it ends, and what it leaves behind.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("command-line-").FullName;

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_it_with_a_word_and_leaves_nothing(string signal, int exitCode)
    {
        using var command = LocalStudioProcess.Start(_temporary, "--setup-commands", LocalStudioProcess.Commands("waits"));
        await command.WaitForAsync("10-waits.sh printed");
        var mark = Assert.Single(Directory.GetDirectories(_temporary, "localstudio-*").SelectMany(Apps));

        command.Signal(signal);

        Assert.Equal(exitCode, await command.EndAsync());
        Assert.Contains("Stopped", command.Seen[^1], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary));
        if (OperatingSystem.IsLinux()) Assert.Empty(MarkedProcesses.Stats(mark));
    }

    [Fact]
    public async Task What_one_leaves_that_was_killed_the_next_one_clears_away()
    {
        using (var killed = LocalStudioProcess.Start(_temporary, "--setup-commands", LocalStudioProcess.Commands("waits")))
        {
            await killed.WaitForAsync("10-waits.sh printed");
            killed.Signal("KILL");
            await killed.EndAsync();
        }

        var mark = Assert.Single(Directory.GetDirectories(_temporary, "localstudio-*").SelectMany(Apps));
        if (OperatingSystem.IsLinux()) Assert.NotEmpty(MarkedProcesses.Stats(mark));
        using var living = LocalStudioProcess.Start(_temporary, "--serve", "--port", "0", "--setup-commands", LocalStudioProcess.Commands("waits"));
        await living.WaitForAsync("Ctrl-C ends it.");

        Assert.Empty(Directory.GetDirectories(_temporary, "localstudio-*").SelectMany(Apps));
        if (OperatingSystem.IsLinux()) Assert.Empty(MarkedProcesses.Stats(mark));

        // A third takes nothing from one that lives.
        using var check = LocalStudioProcess.Start(_temporary, "--check", "--setup-commands", LocalStudioProcess.Commands("waits"));
        Assert.Equal(0, await check.EndAsync());
        Assert.NotEmpty(Directory.GetDirectories(_temporary, "localstudio-*"));
        living.Signal("TERM");
        Assert.Equal(0, await living.EndAsync());

        // The .NET runtime that was killed has left its own sockets.
        Assert.Empty(Directory.EnumerateDirectories(_temporary));
    }

    [Fact]
    public async Task A_check_leaves_no_temporary_files()
    {
        using var command = LocalStudioProcess.Start(_temporary, "--check", "--setup-commands", LocalStudioProcess.Commands("plain"));

        Assert.Equal(0, await command.EndAsync());

        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary));
    }

    [Fact]
    public async Task When_it_serves_it_says_which_app_is_meant_and_its_addresses_say_what_they_are()
    {
        using var command = LocalStudioProcess.Start(_temporary, "--serve", "--port", "0", "--setup-commands", LocalStudioProcess.Commands("failing"));
        var line = await command.WaitForAsync("SageMaker's API is at ");
        var (api, frontDoor) = (new Uri(line.Split(' ')[4].TrimEnd(',')), new Uri(line.Split(' ')[9].TrimEnd('.')));
        var createApp = await command.WaitForAsync(" create-app ");
        var signIn = await command.WaitForAsync(" create-presigned-domain-url ");
        var domainId = createApp.Split("--domain-id ")[1].Split(' ')[0];

        Assert.EndsWith("--space-name ada-lab --app-type JupyterLab --app-name default", createApp, StringComparison.Ordinal);
        Assert.EndsWith("--user-profile-name ada --space-name ada-lab", signIn, StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Contains("SageMaker's API", await http.GetStringAsync(api, command.Token), StringComparison.Ordinal);
        Assert.Contains("Studio's front door", await http.GetStringAsync(frontDoor, command.Token), StringComparison.Ordinal);

        foreach (var space in (string[])["ada-lab", "team-lab"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, api);
            request.Content = new StringContent($$"""{"DomainId": "{{domainId}}", "SpaceName": "{{space}}", "AppType": "JupyterLab", "AppName": "default"}""", Encoding.UTF8, "application/x-amz-json-1.1");
            request.Headers.Add("X-Amz-Target", "SageMaker.CreateApp");
            request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=LOCAL/20260101/us-east-1/sagemaker/aws4_request");
            using var response = await http.SendAsync(request, command.Token);
            Assert.True(response.IsSuccessStatusCode);
        }

        await command.WaitForAsync("Verdict of ");
        await command.WaitForAsync("Verdict of ");
        foreach (var app in (string[])["ada-lab/JupyterLab", "team-lab/JupyterLab"])
        {
            Assert.Contains($"Verdict of {app}: degraded", command.Seen);
            Assert.Contains(command.Seen, seen => seen.EndsWith($"[{app}] 20-exits-with-3.sh failed with exit code 3", StringComparison.Ordinal));
        }

        command.Signal("TERM");
        Assert.Equal(0, await command.EndAsync());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_the_option_that_chooses_another()
    {
        await using var studio = await RunningStudio.StartAsync("plain");
        using var command = LocalStudioProcess.Start(
            _temporary, "--serve", "--port", studio.Host.ApiUrl.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--setup-commands", LocalStudioProcess.Commands("plain"));

        Assert.Equal(2, await command.EndAsync());

        Assert.Contains("--port", command.Seen[^1], StringComparison.Ordinal);
    }

    private static IEnumerable<string> Apps(string folder) =>
        Directory.Exists(Path.Combine(folder, "apps")) ? Directory.EnumerateDirectories(Path.Combine(folder, "apps")).Select(Path.GetFileName).OfType<string>() : [];
}
