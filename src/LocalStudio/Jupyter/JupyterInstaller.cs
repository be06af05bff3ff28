using LocalStudio.Processes;

namespace LocalStudio.Jupyter;

/// <summary>Installs a Jupyter server: into a virtual environment of our own, or else by the system's package manager where that needs no password.</summary>
internal static class JupyterInstaller
{
    private const string Advice =
        "No Jupyter server was found, and none could be installed: install one (Debian, Ubuntu: apt-get install jupyter-server; macOS: brew install jupyterlab), or name one by --jupyter.";

    private static readonly TimeSpan PipTimeout = TimeSpan.FromMinutes(3);

    /// <summary>Where the virtual environment's server is, when it was made.</summary>
    public static string VirtualEnvironmentServer => Path.Combine(VirtualEnvironment, "bin", "jupyter-server");

    private static string VirtualEnvironment => Path.Combine(CacheFolder.Path, "jupyter");

    public static async Task<JupyterCommand> InstallAsync(Action<string> say, CancellationToken cancellationToken) =>
        await TryVirtualEnvironmentAsync(say, cancellationToken)
        ?? await TryAptAsync(say, cancellationToken)
        ?? throw new SetupException(Advice);

    private static async Task<JupyterCommand?> TryVirtualEnvironmentAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (ExecutablePath.Find("python3") is not { } python) return null;
        say($"No Jupyter server on the PATH: installing one into {VirtualEnvironment}");
        var pip = Path.Combine(VirtualEnvironment, "bin", "pip");
        string[] install = ["install", "--quiet", "--disable-pip-version-check", "--retries", "0", "--timeout", "10", "jupyter_server", "jupyter_server_terminals"];
        if (await ChildProcess.SucceedsAsync(python, ["-m", "venv", VirtualEnvironment], PipTimeout, cancellationToken)
            && await ChildProcess.SucceedsAsync(pip, install, PipTimeout, cancellationToken)
            && await JupyterLocator.TryAsync(VirtualEnvironmentServer, cancellationToken) is { } server)
        {
            return server;
        }

        if (Directory.Exists(VirtualEnvironment)) Directory.Delete(VirtualEnvironment, recursive: true);
        return null;
    }

    private static async Task<JupyterCommand?> TryAptAsync(Action<string> say, CancellationToken cancellationToken)
    {
        say("No package index answers pip: installing the system's jupyter-server by apt-get");
        return await AptGet.TryInstallAsync(["jupyter-server"], cancellationToken) ? await JupyterLocator.TryAsync("jupyter-server", cancellationToken) : null;
    }
}
