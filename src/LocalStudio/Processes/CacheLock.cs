namespace LocalStudio.Processes;

/// <summary>Only one process installs a thing into the cache folder at a time. The system gives the lock back, however its holder ends.</summary>
internal static class CacheLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <param name="path">The lock's file.</param>
    /// <param name="what">What is installed.</param>
    /// <param name="say">Gets a line when somebody else has it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<FileStream> TakeAsync(string path, string what, Action<string> say, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var hasSaid = false; ; hasSaid = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (!hasSaid) say($"Another process is installing {what}: waiting for it");
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
