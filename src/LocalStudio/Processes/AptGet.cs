namespace LocalStudio.Processes;

/// <summary>The system's package manager, where it needs no password.</summary>
internal static class AptGet
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Installs packages.</summary>
    /// <returns>False when there's no apt-get, when it needs a password, or when it failed.</returns>
    public static async Task<bool> TryInstallAsync(IReadOnlyList<string> packages, CancellationToken cancellationToken)
    {
        if (ExecutablePath.Find("apt-get") is null || ExecutablePath.Find("env") is not { } env) return false;
        string[] prefix = [];
        if (Environment.UserName != "root")
        {
            if (ExecutablePath.Find("sudo") is not { } sudo || !await ChildProcess.SucceedsAsync(sudo, ["-n", "true"], ProbeTimeout, cancellationToken)) return false;
            prefix = [sudo, "-n"];
        }

        string[] aptGet = [.. prefix, env, "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        string[] install = [.. aptGet, "install", "-y", "--no-install-recommends", .. packages];
        if (await ChildProcess.SucceedsAsync(install[0], install[1..], Timeout, cancellationToken)) return true;

        // A fresh machine has no package lists yet.
        return await ChildProcess.SucceedsAsync(aptGet[0], [.. aptGet[1..], "update"], Timeout, cancellationToken)
            && await ChildProcess.SucceedsAsync(install[0], install[1..], Timeout, cancellationToken);
    }
}
