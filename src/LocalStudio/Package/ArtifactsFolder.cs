using LocalStudio.Processes;

namespace LocalStudio.Package;

/// <summary>
/// Where a variant of the package is built. It is kept from one process to the next, which makes publishing again quick; of two at the same time one
/// has it, and the other builds in a folder of its own. Those that nobody will want again are deleted.
/// </summary>
internal sealed class ArtifactsFolder : IDisposable
{
    private const string LockName = "lock";
    private const string SourceName = "set-up-commands";

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private readonly IDisposable _held;

    private ArtifactsFolder(string path, IDisposable held) => (Path, _held) = (path, held);

    public string Path { get; }

    private static string Root => System.IO.Path.Combine(CacheFolder.Path, "package");

    /// <param name="variant">Its name.</param>
    /// <param name="setupCommandsDirectory">The set-up commands that it has.</param>
    public static ArtifactsFolder Take(string variant, string setupCommandsDirectory)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Root, variant)).FullName;
        try
        {
            var held = Lock(folder);
            File.WriteAllText(System.IO.Path.Combine(folder, SourceName), setupCommandsDirectory);
            return new ArtifactsFolder(System.IO.Path.Combine(folder, "artifacts"), held);
        }
        catch (IOException)
        {
            var ours = new TemporaryFolder();
            return new ArtifactsFolder(ours.Folder("artifacts"), ours);
        }
    }

    /// <summary>Deletes those whose set-up commands are gone, or that nobody has used for a month.</summary>
    public static void Prune()
    {
        if (!Directory.Exists(Root)) return;
        foreach (var folder in Directory.EnumerateDirectories(Root).Where(IsUseless))
        {
            try
            {
                using (Lock(folder)) Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody builds there.
            }
        }
    }

    public void Dispose() => _held.Dispose();

    private static bool IsUseless(string folder)
    {
        var source = System.IO.Path.Combine(folder, SourceName);
        return !File.Exists(source) || !Directory.Exists(File.ReadAllText(source)) || DateTime.UtcNow - File.GetLastWriteTimeUtc(source) > KeptFor;
    }

    private static FileStream Lock(string folder) => new(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
