using LocalStudio.Processes;

namespace LocalStudio.Package;

/// <summary>
/// Where a variant of the package is built. It is kept from one process to the next, which makes publishing again quick; of two at the same time one
/// has it, and the other builds in a folder of its own.
/// </summary>
internal sealed class ArtifactsFolder : IDisposable
{
    private readonly FileStream? _lock;

    private ArtifactsFolder(string path, FileStream? held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public static ArtifactsFolder Take(string variant)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(CacheFolder.Path, "package", variant)).FullName;
        try
        {
            var held = new FileStream(System.IO.Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new ArtifactsFolder(System.IO.Path.Combine(folder, "artifacts"), held);
        }
        catch (IOException)
        {
            return new ArtifactsFolder(Directory.CreateTempSubdirectory("localstudio-artifacts-").FullName, held: null);
        }
    }

    public void Dispose()
    {
        if (_lock is null) Directory.Delete(Path, recursive: true);
        else _lock.Dispose();
    }
}
