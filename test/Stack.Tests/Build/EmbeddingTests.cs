using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;
using CustomizerLambda.Preview;
using Stack.Tests.Tools;

namespace Stack.Tests.Build;

/// <summary>What a build takes of a folder of set-up commands, and what it refuses.</summary>
public sealed class EmbeddingTests(EmbeddingTests.Artifacts artifacts) : IClassFixture<EmbeddingTests.Artifacts>, IDisposable
{
    private const string Prefix = "setup-commands/";
    private const string Command = "#!/bin/bash\nset -euo pipefail\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("setup-commands-").FullName;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_build_and_a_check_take_the_same_files_with_their_modes_and_leave_out_what_editors_left()
    {
        // The compiler takes '.de.' for a language, and '.resx' for a list of texts.
        string[] files =
        [
            "every-app/10-a.sh", "JupyterLab/20-b.sh", "every-app/files/tool", "every-app/files/-dash.txt", "every-app/files/Team notes (v2).txt", "every-app/files/.hidden",
            "every-app/files/a;b,c%41$(x)@(y).txt", "every-app/files/notes.de.txt", "every-app/files/list.resx", "JupyterLab/files/\u00fcber/deep/b\u00ecn.sh",
        ];
        string[] leftovers =
        [
            "every-app/10-a.sh~", "every-app/#10-a.sh#", "every-app/.10-a.sh.swp", "every-app/.10-a.sh.swx", "every-app/.DS_Store", "every-app/4913", "every-app/10-a.sh.orig",
            "every-app/10-a.sh.rej", "every-app/10-a.sh.bak", "every-app/.nfs0001", "JupyterLab/files/thumbs.DB", "JupyterLab/files/~$list.xlsx", "JupyterLab/files/.~lock.a.ods#",
            "JupyterLab/files/__pycache__/a.cpython-312.pyc", "JupyterLab/files/.ipynb_checkpoints/a-checkpoint.ipynb", "JupyterLab/.gitkeep", "README.md", ".gitignore", ".git/config",
            "examples/README.md",
        ];
        foreach (var file in (string[])[.. files, .. leftovers]) Write(file, Command);
        File.CreateSymbolicLink(Path.Combine(_folder, "every-app/.#10-a.sh"), "somebody@somewhere.1234:5678");
        File.SetUnixFileMode(Path.Combine(_folder, "every-app/files/tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(Path.Combine(_folder, "every-app/files/a;b,c%41$(x)@(y).txt"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (exitCode, output) = await BuildAsync();

        Assert.True(exitCode == 0, output);
        var context = new AssemblyLoadContext("built", isCollectible: true);
        using var image = File.OpenRead(artifacts.Program);
        var built = context.LoadFromStream(image);
        Assert.Equal(
            files.Order(StringComparer.Ordinal),
            built.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal));
        using var executables = new StreamReader(built.GetManifestResourceStream("setup-commands.executables")!);
        var found = (await executables.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["./every-app/files/a;b,c%41$(x)@(y).txt", "./every-app/files/tool"], found.Order(StringComparer.Ordinal));

        var read = SetupFolder.Read(_folder);
        Assert.Empty(read.Unreadable);
        Assert.Equal(files.Order(StringComparer.Ordinal), read.Package.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(found.Select(path => path[2..]).Order(StringComparer.Ordinal), read.Package.Where(file => file.Value.IsExecutable).Select(file => file.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_warning_is_told_and_fails_no_build()
    {
        Write("every-app/10-a.sh", "# customizer: timeout=3h\necho a\n");
        var (exitCode, output) = await BuildAsync();
        Assert.True(exitCode == 0, output);
        Assert.Contains("warning SETUP002: every-app/10-a.sh(1): ", output, StringComparison.Ordinal);
        Assert.Contains("warning SETUP002: every-app/10-a.sh(2): ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_used_fails_the_build_with_its_file_and_line()
    {
        Write("every-app/10-a.sh", Command + "# customizer: profiles=alice\n");
        Write("20-b.sh", Command);
        var (exitCode, output) = await BuildAsync();
        Assert.NotEqual(0, exitCode);
        Assert.Contains("error SETUP001: every-app/10-a.sh(3): ", output, StringComparison.Ordinal);
        Assert.Contains("error SETUP001: 20-b.sh: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_command_fails_the_build()
    {
        Write("examples/every-app/10-a.sh", Command);
        var (exitCode, output) = await BuildAsync();
        Assert.NotEqual(0, exitCode);
        Assert.Contains("error SETUP001: setup-commands: there is no command", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_nowhere_fails_the_build_by_its_name()
    {
        Write("every-app/10-a.sh", Command);
        Write("every-app/files/a\"b", "");
        File.CreateSymbolicLink(Path.Combine(_folder, "every-app/files/data.csv"), "/nowhere/at/all");
        var (exitCode, output) = await BuildAsync();
        Assert.NotEqual(0, exitCode);
        Assert.Contains("error SETUP001: every-app/files/data.csv: it can't be built in", output, StringComparison.Ordinal);
        Assert.Contains("error SETUP001: every-app/files/a\"b: it can't be built in", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS1566", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int ExitCode, string Output)> BuildAsync([CallerFilePath] string thisFile = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "such names, links and modes are not to be had on Windows");
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
        var (exitCode, output, error) = await Tool.RunAsync(
            "dotnet",
            ["build", Path.Combine(root, "src", "CustomizerLambda"), "--artifacts-path", artifacts.Folder, "--nologo", "--verbosity", "quiet", "-nodeReuse:false", $"-p:SetupCommandsDirectory={_folder}"],
            folder: root);
        return (exitCode, output + error);
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    /// <summary>What the builds of this class share: only the set-up commands differ.</summary>
    public sealed class Artifacts : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("embedding-").FullName;

        public string Program => Path.Combine(Folder, "bin", "CustomizerLambda", "debug", "CustomizerLambda.dll");

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
