namespace LocalStudio;

/// <summary>A temporary folder for everything that one LocalStudio writes.</summary>
internal sealed class WorkFolder(bool keep) : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("localstudio-").FullName;

    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose()
    {
        if (!keep && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
