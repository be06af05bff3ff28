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
        ("every-app/10-a.sh", "# customizer: timeout=90s on-failure=stop run=once refresh-page=yes\necho a\n"),
        ("JupyterLab/20-b.sh", "# customizer: timeout=2h run=when-changed\necho b\n"),
        ("JupyterLab/30-c.sh", "# customizer: spaces=team-*\necho c\n"),
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

    [Theory]
    [InlineData("tar")]
    [InlineData("busybox tar")]
    public async Task Files_arrive_with_their_modes_and_under_their_names(string program)
    {
        (string Path, string Content)[] files =
        [
            ("every-app/10-a.sh", "true"),
            ("every-app/files/install-tool", "#!/bin/sh\necho tool installed\n"),
            ("every-app/files/-dash.txt", "three"),
            ("every-app/files/Team notes (v2).txt", "one"),
            ("JupyterLab/files/\u00fcberblick.txt", "two"),
            ("JupyterLab/files/conf/deep/bin/run", "#!/bin/sh\necho deep\n"),
        ];
        using var app = await UnpackAsync(RunArchive.Create(Packages.PlanOf(Packages.Of(files))), program);
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var (path, content) in files.Skip(1))
        {
            var file = Path.Combine(app.Served, path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            Assert.Equal(content, await File.ReadAllTextAsync(file, Patience.Token));
            Assert.Equal(content.StartsWith("#!", StringComparison.Ordinal), (File.GetUnixFileMode(file) & Execute) == Execute);
        }

        using var run = app.StartBash("-c", "files/install-tool && files/conf/deep/bin/run");
        Assert.Equal("tool installed\ndeep\n", await run.StandardOutput.ReadToEndAsync(Patience.Token));
    }

    private static async Task<AppFolder> UnpackAsync(RunArchive archive, string program = "tar")
    {
        var app = new AppFolder();
        await File.WriteAllBytesAsync(Path.Combine(app.Temporary, "archive"), archive.Content, Patience.Token);
        using var tar = app.StartBash("-c", $"command -v {program.Split(' ')[0]} >/dev/null || exit 77; umask 022; {program} -xzf \"$TMPDIR/archive\"");
        await tar.WaitForExitAsync(Patience.Token);
        Assert.SkipWhen(tar.ExitCode == 77, $"{program.Split(' ')[0]} isn't on this machine: install it (apt-get install {program.Split(' ')[0]}).");
        Assert.Equal(0, tar.ExitCode);
        return app;
    }
}
