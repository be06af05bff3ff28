using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using CustomizerLambda.Run;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Run;

public sealed class RunArchiveTests
{
    private static readonly (string, string)[] Files =
    [
        ("every-app/10-a.sh", "# customizer: timeout=90s on-failure=stop run=once refresh-page=yes\n"),
        ("JupyterLab/20-b.sh", "# customizer: timeout=2h run=when-changed\n"),
        ("JupyterLab/30-c.sh", "# customizer: spaces=team-*\n"),
        ("JupyterLab/35-e.sh", "echo e\n"),
        ("CodeEditor/40-d.sh", "echo d\n"),
        ("JupyterLab/files/data.bin", "\0\r\n"),
    ];

    [Fact]
    public void The_same_commands_make_the_same_bytes()
    {
        var (one, other) = (RunArchive.Create(Packages.PlanOf(Packages.Of(Files))), RunArchive.Create(Packages.PlanOf(Packages.Of([.. Files.Reverse()]))));
        Assert.Equal(one.Content, other.Content);
        Assert.Equal(one.Digest, other.Digest);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(one.Content)), one.Digest);
    }

    [Fact]
    public void Other_commands_make_other_bytes() =>
        Assert.NotEqual(RunArchive.Create(Packages.PlanOf(Packages.OfCommands("echo a"))).Digest, RunArchive.Create(Packages.PlanOf(Packages.OfCommands("echo b"))).Digest);

    [Fact]
    public void It_holds_the_supervisor_the_plan_the_digest_the_commands_and_their_files_and_nothing_else()
    {
        using var gzip = new GZipStream(new MemoryStream(RunArchive.Create(Packages.PlanOf(Packages.Of(Files))).Content), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        List<string> names = [];
        while (tar.GetNextEntry() is { } entry) names.Add(entry.Name);
        Assert.Equal(["commands/", "supervisor.sh", "plan", "digest", "commands/10-a.sh", "commands/20-b.sh", "commands/35-e.sh", "files/data.bin"], names);
    }

    [Fact]
    public async Task The_plan_is_a_line_for_each_command_in_words_without_blanks()
    {
        var package = Packages.Of(Files);
        var digests = package.CommandsFor("JupyterLab").Select(command => command.Digest).ToArray();
        using var app = await UnpackAsync(RunArchive.Create(Packages.PlanOf(package)));
        Assert.Equal(
            $"10-a.sh\t90\tstop\tonce\t{digests[0]}\trefresh\t-\t0\n"
            + $"20-b.sh\t7200\tcontinue\twhen-changed\t{digests[1]}\t-\t-\t0\n"
            + $"30-c.sh\t300\tcontinue\tevery-start\t{digests[2]}\t-\tspaces=team-*\t0\n"
            + $"35-e.sh\t300\tcontinue\tevery-start\t{digests[3]}\t-\t-\t0\n",
            await File.ReadAllTextAsync(Path.Combine(app.Served, "plan"), Patience.Token));
    }

    [Fact]
    public async Task Tar_unpacks_it_byte_for_byte()
    {
        var package = Packages.Of(Files);
        using var app = await UnpackAsync(RunArchive.Create(Packages.PlanOf(package)));
        Assert.Equal("\0\r\n", await File.ReadAllTextAsync(Path.Combine(app.Served, "files/data.bin"), Patience.Token));
        Assert.Equal("echo e\n", await File.ReadAllTextAsync(Path.Combine(app.Served, "commands/35-e.sh"), Patience.Token));
        Assert.Equal(package.Digest + "\n", await File.ReadAllTextAsync(Path.Combine(app.Served, "digest"), Patience.Token));
        Assert.Equal(EmbeddedScript.Read("supervisor.sh"), await File.ReadAllBytesAsync(Path.Combine(app.Served, "supervisor.sh"), Patience.Token));
    }

    private static async Task<AppFolder> UnpackAsync(RunArchive archive)
    {
        var app = new AppFolder();
        await File.WriteAllBytesAsync(Path.Combine(app.Temporary, "archive"), archive.Content, Patience.Token);
        using var tar = app.StartBash("-c", "tar -xzf \"$TMPDIR/archive\"");
        await tar.WaitForExitAsync(Patience.Token);
        Assert.Equal(0, tar.ExitCode);
        return app;
    }
}
