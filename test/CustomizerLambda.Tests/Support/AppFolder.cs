using System.Diagnostics;
using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Support;

/// <summary>What an app gives our scripts: a home, a folder for temporary files, a folder where terminals begin; and real bash.</summary>
internal sealed class AppFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("customizer-test-").FullName;

    public AppFolder()
    {
        Directory.CreateDirectory(Home = Path.Combine(_root, "home"));
        Directory.CreateDirectory(Temporary = Path.Combine(_root, "tmp"));
        Directory.CreateDirectory(Served = Path.Combine(_root, "served"));
        Scripts = Path.Combine(_root, "scripts");
        Directory.CreateDirectory(Scripts);
        foreach (var name in (string[])["agent.sh", "supervisor.sh"]) File.WriteAllBytes(Path.Combine(Scripts, name), EmbeddedScript.Read(name));
    }

    public string Home { get; set; }

    public string Temporary { get; }

    /// <summary>Where terminals begin: the folder that Jupyter serves.</summary>
    public string Served { get; }

    /// <summary>Where our own scripts are.</summary>
    public string Scripts { get; }

    /// <summary>Where the agent keeps everything.</summary>
    public string Root => Directory.GetDirectories(Temporary, "studio-customizer-*").Single();

    public string Run(string runId) => Path.Combine(Root, runId);

    /// <summary>A file or folder in the home.</summary>
    public string InHome(string path) => Path.Combine(Home, path);

    /// <summary>Starts bash, with nothing of our own environment.</summary>
    public Process StartBash(params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash", ["--norc", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Served,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = Home;
        start.Environment["TMPDIR"] = Temporary;
        start.Environment["LANG"] = "C.UTF-8";
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
