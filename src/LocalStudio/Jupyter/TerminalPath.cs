using LocalStudio.Faults;
using LocalStudio.Processes;

namespace LocalStudio.Jupyter;

/// <summary>The PATH of an app's terminals, where an image has an odd one.</summary>
internal static class TerminalPath
{
    private static string Ordinary => Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";

    /// <returns>Null for the ordinary one.</returns>
    /// <exception cref="FaultUnavailableException">Busybox isn't on this machine.</exception>
    public static async Task<string?> OfAsync(FaultSettings faults, CancellationToken cancellationToken)
    {
        if (faults.PathEmpty) return "";
        if (faults.PathWithSpaces) return $"/opt/my tools/bin:/opt/it's \"new\"; * $HOME:{Ordinary}";
        return faults.BusyboxFirst ? $"{await BusyboxAsync(cancellationToken)}:{Ordinary}" : null;
    }

    /// <summary>A folder with a link for each of its applets.</summary>
    private static async Task<string> BusyboxAsync(CancellationToken cancellationToken)
    {
        var busybox = ExecutablePath.Find("busybox") ?? throw new FaultUnavailableException("busybox isn't on this machine: install it (apt-get install busybox).");
        var folder = Directory.CreateDirectory(Path.Combine(CacheFolder.Path, "busybox")).FullName;
        await ChildProcess.RunAsync(new() { FileName = busybox, Arguments = ["--install", "-s", folder] }, cancellationToken);
        return folder;
    }
}
