using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace EndToEnd.Tests.Support;

/// <summary>
/// The repository's set-up commands with all examples moved in, and what a team sets in them; and what they install from: a package index, a registry
/// and archives in a folder of this machine.
/// </summary>
internal sealed class TeamCommands : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly string _root = Directory.CreateTempSubdirectory("team-commands-").FullName;

    public TeamCommands()
    {
        var repository = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(repository, "CustomizerLambda.sln"))) repository = Path.GetDirectoryName(repository)!;
        var source = Path.Combine(repository, "setup-commands");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(file => Path.GetDirectoryName(file) != source))
        {
            var target = Path.Combine(Folder, Path.GetRelativePath(source, file).Replace("examples/", "", StringComparison.Ordinal));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Edit("every-app/15-git-identity.sh", "mail_domain=''", "mail_domain=example.com");
        Edit("every-app/60-vscode-server.sh", "commits=''", $"commits={Commit}");
        foreach (var name in (string[])["pip_index", "open_vsx", "vscode_downloads"]) Edit("every-app/files/package-sources.sh", $"{name}=''", $"{name}='file://{_root}/{name}'");
        Directory.CreateDirectory(Programs);
    }

    /// <summary>The folder that has it all.</summary>
    public string Root => _root;

    /// <summary>The folder of set-up commands.</summary>
    public string Folder => Path.Combine(_root, "setup-commands");

    /// <summary>Programs that the app's image has.</summary>
    public string Programs => Path.Combine(_root, "image", "bin");

    private static string Processor => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";

    /// <summary>A wheel without any code, in the index.</summary>
    public void AddWheel(string name, string version)
    {
        var file = $"{name}-{version}-py3-none-any.whl";
        var folder = Directory.CreateDirectory(Path.Combine(_root, "pip_index", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "index.html"), $"<a href=\"{file}\">{file}</a>");
        var info = $"{name}-{version}.dist-info";
        WriteZip(
            Path.Combine(folder, file),
            ($"{info}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"),
            ($"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
            ($"{info}/RECORD", $"{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n"));
    }

    /// <summary>An extension without any code: in the registry, or among the files that travel along.</summary>
    public void AddExtension(string publisher, string name, string version, bool forLinux = false, bool travelsAlong = false)
    {
        var platform = forLinux ? $"linux-{Processor}" : "";
        var vsix = $"{publisher}.{name}-{version}{(forLinux ? "@" + platform : "")}.vsix";
        var folder = travelsAlong ? Path.Combine(Folder, "CodeEditor", "files") : Path.Combine(_root, "open_vsx", "api", publisher, name, platform, version, "file");
        Directory.CreateDirectory(folder);
        WriteZip(Path.Combine(folder, vsix), ("extension/package.json", $$$"""{"name": "{{{name}}}", "publisher": "{{{publisher}}}", "version": "{{{version}}}", "engines": {"vscode": "^1.60.0"}}"""));
    }

    /// <summary>VS Code's server and command line, as Microsoft packs them.</summary>
    public void AddVsCodeServer()
    {
        WriteTar($"server-linux-{Processor}", $"vscode-server-linux-{Processor}/bin/code-server");
        WriteTar($"cli-alpine-{Processor}", "code");
    }

    /// <summary>A program that the app's image has.</summary>
    public void AddProgram(string name, string script)
    {
        var path = Path.Combine(Programs, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A digest of files and folders of a home, with their content.</summary>
    public static string Digest(string home, params string[] paths)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths.Select(path => Path.Combine(home, path)))
        {
            string[] files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [path];
            foreach (var file in files) digest.AppendData([.. Encoding.UTF8.GetBytes(file), 0, .. File.ReadAllBytes(file)]);
        }

        return Convert.ToHexString(digest.GetHashAndReset());
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Edit(string path, string from, string to)
    {
        var file = Path.Combine(Folder, path);
        var text = File.ReadAllText(file);
        if (!text.Contains(from, StringComparison.Ordinal)) throw new InvalidOperationException($"{path} has no {from}.");
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static void WriteZip(string file, params (string Name, string Content)[] entries)
    {
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(content);
        }
    }

    private void WriteTar(string platform, string program)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "vscode_downloads", $"commit:{Commit}", platform)).FullName;
        using var gzip = new GZipStream(File.Create(Path.Combine(folder, "stable")), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, program)
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute,
            DataStream = new MemoryStream("#!/bin/sh\n"u8.ToArray()),
        });
    }
}
