using System.Diagnostics;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.SetupCommands;

/// <summary>A home, programs and files for one set-up command of the repository, which is run in it by bash as the supervisor runs it.</summary>
internal sealed class CommandHome : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("customizer-test-").FullName;

    public CommandHome()
    {
        foreach (var folder in (string[])[Home, Files, Programs, Temporary]) Directory.CreateDirectory(folder);
        Environment = new()
        {
            ["HOME"] = Home,
            ["PATH"] = $"{Programs}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["TMPDIR"] = Temporary,
            ["TERM"] = "dumb",
            ["LANG"] = "C.UTF-8",
            ["CUSTOMIZER_DOMAIN_ID"] = "d-abcdefghijkl",
            ["CUSTOMIZER_USER_PROFILE_NAME"] = "alice",
            ["CUSTOMIZER_SPACE_NAME"] = "alice-lab",
            ["CUSTOMIZER_APP_TYPE"] = "JupyterLab",
            ["CUSTOMIZER_FILES"] = Files,
        };
        if (System.Environment.GetEnvironmentVariable("PYENV_ROOT") is { } pyenv) Environment["PYENV_ROOT"] = pyenv;
    }

    public string Home => Path.Combine(_root, "home");

    /// <summary>What travels along.</summary>
    public string Files => Path.Combine(_root, "files");

    /// <summary>The head of the PATH.</summary>
    public string Programs => Path.Combine(_root, "bin");

    public Dictionary<string, string> Environment { get; }

    private string Temporary => Path.Combine(_root, "tmp");

    public string InHome(string path) => Path.Combine(Home, path);

    /// <summary>Puts a file of the repository's <c>setup-commands/</c> among those that travel along.</summary>
    public void BringFile(string path) => File.Copy(Path.Combine(Repository.SetupCommands, path), Path.Combine(Files, Path.GetFileName(path)), overwrite: true);

    /// <summary>A program on the PATH.</summary>
    public void WriteProgram(string name, string script)
    {
        var path = Path.Combine(Programs, name);
        File.WriteAllText(path, $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a command of the repository.</summary>
    /// <param name="path">Its path in <c>setup-commands/</c>.</param>
    /// <param name="edit">What a team changes in it first: a text, and what stands there instead.</param>
    public async Task<(int ExitCode, string Output)> RunAsync(string path, params (string From, string To)[] edit)
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Repository.SetupCommands, path), Patience.Token);
        foreach (var (from, to) in edit)
        {
            Assert.Contains(from, script, StringComparison.Ordinal);
            script = script.Replace(from, to, StringComparison.Ordinal);
        }

        var file = Path.Combine(_root, Path.GetFileName(path));
        await File.WriteAllTextAsync(file, script, Patience.Token);
        var start = new ProcessStartInfo("/bin/bash", ["-c", "exec bash \"$1\" 2>&1 </dev/null", "run", file]) { RedirectStandardOutput = true, WorkingDirectory = Home };
        start.Environment.Clear();
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        return (process.ExitCode, output);
    }

    /// <summary>Every file of the home and its content: what a second run must not change.</summary>
    public IReadOnlyList<string> Everything() =>
        [.. Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{file}\n{File.ReadAllText(file)}")];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
