using System.Security.Cryptography;
using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.FrontDoor;
using Xunit;

namespace EndToEnd.Tests;

public sealed class DeliveryTests : IDisposable
{
    private const int Size = 20 * 1024 * 1024;

    private readonly string _commands = Directory.CreateTempSubdirectory("commands-").FullName;

    [Theory]
    [InlineData(null)]
    [InlineData("hidden-files-refused")]
    public async Task Twenty_megabytes_of_files_travel_along_by_the_contents_API(string? fault)
    {
        var digest = WriteCommands(Size);
        await using var studio = await RunningStudio.StartAsync(_commands, new StudioOptions { Faults = fault is null ? [] : [fault] });

        var (app, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Equal(digest + "\n", studio.OutputOf("10-digests-the-file.sh"));
        Assert.Contains(studio.Host.TerminalInput.Entries, input => input.Kind == TerminalInputKind.Contents);
        Assert.DoesNotContain(Directory.EnumerateFiles(app.HomePath), file => !Path.GetFileName(file).StartsWith('.'));
    }

    [Theory]
    [InlineData("contents-read-only")]
    [InlineData("home-read-only")]
    [InlineData("home-size=512")]
    public async Task Where_the_contents_API_refuses_the_terminal_delivers(string fault)
    {
        var digest = WriteCommands(Size / 20);
        await using var studio = await RunningStudio.StartAsync(_commands, new StudioOptions { Faults = [fault] });

        var (_, report) = await studio.CustomizeAsync();

        Assert.Equal("done", report.Verdict);
        Assert.Equal("", studio.OutputOf("20-lists-the-home.sh"));
        Assert.Equal(digest + "\n", studio.OutputOf("10-digests-the-file.sh"));
    }

    public void Dispose() => Directory.Delete(_commands, recursive: true);

    private string WriteCommands(int size)
    {
        var files = Directory.CreateDirectory(Path.Combine(_commands, "every-app", "files")).FullName;
        var content = RandomNumberGenerator.GetBytes(size);
        File.WriteAllBytes(Path.Combine(files, "wheel.whl"), content);
        File.WriteAllText(
            Path.Combine(_commands, "every-app", "10-digests-the-file.sh"), "sha256sum \"$CUSTOMIZER_FILES/wheel.whl\" | cut -d ' ' -f 1\n");
        File.WriteAllText(Path.Combine(_commands, "every-app", "20-lists-the-home.sh"), "ls\n");
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
