namespace LocalStudio.Processes;

/// <summary>
/// A folder that is gone when whoever made it has ended, however: at once when it is disposed, else when the next one is made. Its maker holds a lock in it,
/// which the system gives back when the process ends.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "localstudio-";
    private const string LockName = ".lock";
    private const string KeptName = ".keep";

    private static readonly Lazy<bool> Cleared = new(ClearLeftovers);

    private readonly FileStream _lock;
    private readonly bool _keep;

    /// <param name="keep">Whether it is to stay; what still runs in it is killed all the same.</param>
    public TemporaryFolder(bool keep = false)
    {
        _ = Cleared.Value;
        _keep = keep;

        // It gets its name when it is locked: nobody may take it for a leftover.
        var unnamed = Directory.CreateTempSubdirectory(".new-" + Prefix).FullName;
        _lock = new FileStream(System.IO.Path.Combine(unnamed, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        if (keep) File.WriteAllText(System.IO.Path.Combine(unnamed, KeptName), "");
        Path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(unnamed)!, System.IO.Path.GetFileName(unnamed)[".new-".Length..]);
        Directory.Move(unnamed, Path);
    }

    public string Path { get; }

    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <summary>Where what belongs to the app start with that id is, which its processes carry too.</summary>
    public static string AppFolder(string path, string startId) => System.IO.Path.Combine(path, "apps", startId);

    public void Dispose()
    {
        _lock.Dispose();
        if (_keep) DeleteMarks(Path);
        else Delete(Path);
    }

    /// <summary>Ends what is left of processes of ours that were killed, and deletes their folders.</summary>
    private static bool ClearLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*")) ClearLeftover(folder);
        return true;
    }

    private static void ClearLeftover(string folder)
    {
        try
        {
            using var held = new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            var apps = System.IO.Path.Combine(folder, "apps");
            if (Directory.Exists(apps))
            {
                foreach (var app in Directory.EnumerateDirectories(apps)) MarkedProcesses.KillAll(System.IO.Path.GetFileName(app));
            }

            if (File.Exists(System.IO.Path.Combine(folder, KeptName))) DeleteMarks(folder);
            else Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its maker lives, or it is somebody else's, or isn't one of ours.
        }
    }

    private static void DeleteMarks(string folder)
    {
        File.Delete(System.IO.Path.Combine(folder, LockName));
        File.Delete(System.IO.Path.Combine(folder, KeptName));
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody who was cut short still writes there: whoever comes next clears it away, if its lock is still there.
        }
    }
}
