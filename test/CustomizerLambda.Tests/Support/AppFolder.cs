using System.Diagnostics;
using System.Globalization;
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

    /// <summary>The home that the account has by <c>/etc/passwd</c>; null for the one of who runs the tests.</summary>
    public string? AccountHome { get; set; }

    /// <summary>Skips a test that gives the account another home where the machine doesn't let us.</summary>
    public static void RequireNamespaces()
    {
        using var probe = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "unshare -rm true 2>/dev/null"]))!;
        probe.WaitForExit();
        Assert.SkipWhen(probe.ExitCode != 0, "This machine lets nobody have a mount namespace (unshare), or has no unshare.");
    }

    /// <summary>Starts bash, with nothing of our own environment.</summary>
    public Process StartBash(params string[] arguments)
    {
        var (program, before) = AccountHome is null ? ("/bin/bash", (string[])[]) : ("unshare", InAccount(AccountHome));
        var start = new ProcessStartInfo(program, [.. before, "--norc", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Served,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        if (Home.Length > 0) start.Environment["HOME"] = Home;
        start.Environment["TMPDIR"] = Temporary;
        start.Environment["LANG"] = "C.UTF-8";
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    public void Dispose()
    {
        // A supervisor stays for a day after its run's end.
        foreach (var folder in Directory.GetDirectories("/proc").Where(IsOurs))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It ended meanwhile.
            }
        }

        Directory.Delete(_root, recursive: true);
    }

    /// <summary>bash, where the account has another home.</summary>
    private string[] InAccount(string home)
    {
        var accounts = Path.Combine(_root, "passwd");
        File.WriteAllText(accounts, $"root:x:0:0:root:{home}:/bin/bash\n");
        return ["-rm", "/bin/sh", "-c", "mount --bind \"$0\" /etc/passwd && exec /bin/bash \"$@\"", accounts];
    }

    private bool IsOurs(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(_root, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
