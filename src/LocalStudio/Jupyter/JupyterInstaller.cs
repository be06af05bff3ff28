using LocalStudio.Processes;

namespace LocalStudio.Jupyter;

/// <summary>Installs a Jupyter server: into a virtual environment of our own, or else by the system's package manager where that needs no password.</summary>
internal static class JupyterInstaller
{
    private const string Advice =
        "No Jupyter server was found, and none could be installed: install one (Debian, Ubuntu: apt-get install jupyter-server; macOS: brew install jupyterlab), or name one by --jupyter.";

    private static readonly TimeSpan PipTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AptTimeout = TimeSpan.FromMinutes(10);

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
        if (await SucceedsAsync(python, ["-m", "venv", VirtualEnvironment], PipTimeout, cancellationToken)
            && await SucceedsAsync(pip, install, PipTimeout, cancellationToken)
            && await JupyterLocator.TryAsync(VirtualEnvironmentServer, cancellationToken) is { } server)
        {
            return server;
        }

        if (Directory.Exists(VirtualEnvironment)) Directory.Delete(VirtualEnvironment, recursive: true);
        return null;
    }

    private static async Task<JupyterCommand?> TryAptAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (ExecutablePath.Find("apt-get") is null || ExecutablePath.Find("env") is not { } env) return null;
        string[] prefix = [];
        if (Environment.UserName != "root")
        {
            if (ExecutablePath.Find("sudo") is not { } sudo || !await SucceedsAsync(sudo, ["-n", "true"], VersionProbe, cancellationToken)) return null;
            prefix = [sudo, "-n"];
        }

        say("No package index answers pip: installing the system's jupyter-server by apt-get");
        string[] aptGet = [.. prefix, env, "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        string[] install = [.. aptGet, "install", "-y", "--no-install-recommends", "jupyter-server"];
        var installed = await SucceedsAsync(install[0], install[1..], AptTimeout, cancellationToken);
        if (!installed)
        {
            // A fresh machine has no package lists yet.
            installed = await SucceedsAsync(aptGet[0], [.. aptGet[1..], "update"], AptTimeout, cancellationToken)
                && await SucceedsAsync(install[0], install[1..], AptTimeout, cancellationToken);
        }

        return installed ? await JupyterLocator.TryAsync("jupyter-server", cancellationToken) : null;
    }

    private static TimeSpan VersionProbe => TimeSpan.FromSeconds(10);

    private static async Task<bool> SucceedsAsync(string program, string[] arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            return ExecutablePath.Find(program) is not null
                && await ChildProcess.RunAsync(new() { FileName = program, Arguments = arguments }, patience.Token) == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
