using LocalStudio.Processes;

namespace LocalStudio.Jupyter;

/// <summary>
/// A Debian of its own for the apps, with the Jupyter server of that release: <c>debian-trixie</c> has jupyter-server 2.15, of the generation that Studio's
/// images have, where this machine's distribution may still have 1.23.
/// </summary>
internal static class DebianImage
{
    /// <summary>How it is chosen.</summary>
    public const string Choice = $"debian-{Suite}";

    private const string Suite = "trixie";
    private const string Server = "/usr/bin/jupyter-server";

    private static string Target => Path.Combine(CacheFolder.Path, Choice);

    /// <summary>Finds it in the cache folder, or installs it there.</summary>
    /// <exception cref="SetupException">It isn't there, and can't be installed.</exception>
    public static async Task<JupyterCommand> FindOrInstallAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) throw new SetupException($"{Choice} takes Linux, and root: debootstrap makes it, and apps are put into it.");
        if (!File.Exists(Target + Server))
        {
            await using var ours = await CacheLock.TakeAsync(Target + ".lock", Choice, say, cancellationToken);
            if (!File.Exists(Target + Server)) await InstallAsync(say, cancellationToken);
        }

        var lines = new List<string>();
        await ChildProcess.RunAsync(new() { FileName = "chroot", Arguments = [Target, Server, "--version"], OnOutput = lines.Add }, cancellationToken);
        if (lines is not [var version, ..]) throw new SetupException($"The Jupyter server in {Target} doesn't work: delete the folder, and try again.");
        return new JupyterCommand(Server, version, IsNotebook6: false) { ImageRoot = Target };
    }

    private static async Task InstallAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (ExecutablePath.Find("debootstrap") is null && !await AptGet.TryInstallAsync(["debootstrap"], cancellationToken))
        {
            throw new SetupException($"{Choice} needs debootstrap: install it (Debian, Ubuntu: apt-get install debootstrap).");
        }

        say($"Installing {Choice} into {Target}: this takes some minutes");
        var unfinished = Target + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await using (var log = new StreamWriter(Target + ".log", append: false) { AutoFlush = true })
        {
            // In a mount namespace: what debootstrap mounts in there is gone however it ends.
            await RunAsync(log, ["unshare", "--mount", "debootstrap", "--variant=minbase", Suite, unfinished, .. await MirrorAsync(cancellationToken)], cancellationToken);
            await RunAsync(
                log,
                ["chroot", unfinished, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", "jupyter-server", "python3-jupyter-server-terminals"],
                cancellationToken);
            await RunAsync(log, ["chroot", unfinished, "apt-get", "clean"], cancellationToken);
        }

        Directory.Move(unfinished, Target);
    }

    /// <summary>Where this machine gets Debian's packages; none for debootstrap's own choice.</summary>
    private static async Task<IReadOnlyList<string>> MirrorAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        if (ExecutablePath.Find("apt-get") is null) return [];
        await ChildProcess.RunAsync(new() { FileName = "apt-get", Arguments = ["indextargets", "--format", "$(ORIGIN) $(SITE)"], OnOutput = lines.Add }, cancellationToken);
        return [.. lines.Select(line => line.Split(' ', 2)).Where(words => words is ["Debian", var site] && !site.TrimEnd('/').EndsWith("-security", StringComparison.Ordinal)).Select(words => words[1]).Take(1)];
    }

    private static async Task RunAsync(StreamWriter log, string[] words, CancellationToken cancellationToken)
    {
        var exitCode = await ChildProcess.RunAsync(new() { FileName = words[0], Arguments = words[1..], OnOutput = Write, OnError = Write }, cancellationToken);
        if (exitCode != 0) throw new SetupException($"{Choice} couldn't be installed: {string.Join(' ', words.Take(4))} … failed. See {Target}.log.");

        void Write(string line)
        {
            lock (log) log.WriteLine(line);
        }
    }
}
