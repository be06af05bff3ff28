using LocalStudio.Servers;

namespace LocalStudio.Containers;

/// <summary>
/// The shell script that makes an app a file system of its own, in a mount namespace: its image under overlays whose changes are kept in memory, with
/// the app's own folders where Studio has them. It ends by waiting for ever in there; servers enter by its process.
/// </summary>
internal sealed class FileSystemScript
{
    /// <summary>What it prints when all is in its place.</summary>
    public const string Ready = "ready";

    /// <summary>Kernel's, or made afresh.</summary>
    private static readonly HashSet<string> NotOfTheImage = new(StringComparer.Ordinal) { "/proc", "/sys", "/dev", "/run", "/tmp", "/lost+found" };

    private readonly AppFolder _folder;
    private readonly AppImage _image;
    private readonly ContainerOptions _options;
    private readonly string _overlayOptions;
    private readonly string _base;
    private readonly List<Layer> _layers = [];
    private readonly List<string> _lines = [];

    private FileSystemScript(AppFolder folder, AppImage image, ContainerOptions options, bool isPrivileged)
    {
        (_folder, _image, _options) = (folder, image, options);
        _overlayOptions = isPrivileged ? "" : ",userxattr";
        _base = Path.Combine(folder.Root, "container");
    }

    private string NewRoot => _base + "/root";

    /// <summary>Writes the image's files into the app's folder, and the script that takes them from there.</summary>
    public static string Write(AppFolder folder, AppImage image, ContainerOptions options, bool isPrivileged)
    {
        var script = new FileSystemScript(folder, image, options, isPrivileged);
        script.Write();
        return string.Join('\n', script._lines);
    }

    private void Write()
    {
        Directory.CreateDirectory(_base);
        _lines.Add("set -e");
        _lines.Add($"mount -t tmpfs -o mode=0755 localstudio {Quote(_base)}");
        AddLayers();
        MakeFolders();
        MountLayers();
        MountOwnFolders();
        _lines.Add($"exec chroot {Quote(NewRoot)} sh -c {Quote($"cd {AppPaths.Studio.Home} && echo {Ready} && exec sleep infinity")}");
    }

    /// <summary>Of this machine, each folder at its top is a layer for itself: a user's own namespace may not take what is mounted below out of sight.</summary>
    private void AddLayers()
    {
        if (_image.Root is { } root)
        {
            _layers.Add(new(0, root, "/"));
            return;
        }

        string[] top = [.. Directory.EnumerateDirectories("/").Where(path => !NotOfTheImage.Contains(path) && path != "/home"), .. Directory.Exists("/home") ? Directory.EnumerateDirectories("/home") : []];
        var disks = MountTable.Disks(File.ReadAllText("/proc/self/mountinfo")).Where(path => path != "/home" && !NotOfTheImage.Contains("/" + path.Split('/')[1]));
        foreach (var path in top.Concat(disks).Distinct(StringComparer.Ordinal).Where(path => path != AppPaths.Studio.Home).Order(StringComparer.Ordinal))
        {
            if (new DirectoryInfo(path).LinkTarget is { } target) _lines.Add($"mkdir -p {Quote(NewRoot)} && ln -s {Quote(target)} {Quote(NewRoot + path)}");
            else _layers.Add(new(_layers.Count, path, path));
        }
    }

    /// <summary>Made before anything is mounted, for then they are ours whoever owns the folders above them.</summary>
    private void MakeFolders()
    {
        var folders = _layers.SelectMany(layer => (string[])[Changes(layer), Work(layer), NewRoot + layer.Path]).ToList();
        folders.AddRange(((string[])["/proc", "/sys", "/dev", "/run", "/tmp", AppPaths.Studio.Home, AppPaths.Studio.Root]).Select(Staged));
        folders.Add(_base + "/var-tmp");
        folders.AddRange(_image.Files.Keys.Select(path => Path.GetDirectoryName(Staged(path))!));
        _lines.Add($"mkdir -p {string.Join(' ', folders.Distinct(StringComparer.Ordinal).Select(Quote))}");
        foreach (var (path, content) in _image.Files)
        {
            var source = Path.Combine(_folder.Root, "image", path[1..]);
            Directory.CreateDirectory(Path.GetDirectoryName(source)!);
            File.WriteAllText(source, content);
            _lines.Add($"cp {Quote(source)} {Quote(Staged(path))}");
        }
    }

    private void MountLayers()
    {
        var developersHome = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (var layer in _layers)
        {
            var mount = $"mount -t overlay -o {Quote($"lowerdir={layer.Source},upperdir={Changes(layer)},workdir={Work(layer)}{_overlayOptions}")} localstudio {Quote(NewRoot + layer.Path)}";

            // Some file systems can't be below an overlay. The developer's own home has to be, or it would be written to.
            var mustHold = _image.Root is not null || (developersHome + "/").StartsWith(layer.Path + "/", StringComparison.Ordinal);
            _lines.Add(mustHold ? mount : $"{mount} 2>/dev/null || mount --rbind {Quote(layer.Source)} {Quote(NewRoot + layer.Path)}");
        }
    }

    private void MountOwnFolders()
    {
        foreach (var path in (string[])["/proc", "/sys", "/dev"]) _lines.Add($"mount --rbind {path} {Quote(NewRoot + path)}");
        _lines.Add($"mount -t tmpfs -o mode=1777 localstudio {Quote(NewRoot + "/dev/shm")}");
        _lines.Add($"mount -t tmpfs -o mode=0755 localstudio {Quote(NewRoot + "/run")}");
        _lines.Add($"chmod 1777 {Quote(_base + "/var-tmp")}; [ ! -d /var/tmp ] || mount --bind {Quote(_base + "/var-tmp")} {Quote(NewRoot + "/var/tmp")}");
        Bind(_folder.Root, AppPaths.Studio.Root);
        MountDisk(_folder.Temp, AppPaths.Studio.Temp, _options.TempSize);
        MountDisk(_folder.Home, AppPaths.Studio.Home, _options.HomeSize);
        if (_options.IsHomeReadOnly) _lines.Add($"mount -o remount,bind,ro {Quote(NewRoot + AppPaths.Studio.Home)}");
        foreach (var volume in _image.Volumes)
        {
            _lines.Add($"mkdir -p {Quote(NewRoot + volume)}");
            Bind(volume, volume);
        }
    }

    /// <summary>Of a given size, in memory: as many files as a disk of that size would have by default on a file system with 4 KiB blocks, and some.</summary>
    private void MountDisk(string source, string path, int? size)
    {
        if (size is null) Bind(source, path);
        else _lines.Add(FormattableString.Invariant($"mount -t tmpfs -o {_options.DiskOwner}mode=0755,size={size}k,nr_inodes={(size / 4) + 64} localstudio {Quote(NewRoot + path)}"));
    }

    private void Bind(string source, string path) => _lines.Add($"mount --bind {Quote(source)} {Quote(NewRoot + path)}");

    /// <summary>Where a path of the new file system is before its layers are mounted: among the changes of the layer that will have it, or beside all.</summary>
    private string Staged(string path) => _layers.Where(layer => layer.Holds(path)).MaxBy(layer => layer.Path.Length) is { } layer
        ? Changes(layer) + path[layer.Path.TrimEnd('/').Length..]
        : NewRoot + path;

    private string Changes(Layer layer) => FormattableString.Invariant($"{_base}/layers/{layer.Number}/changes");

    private string Work(Layer layer) => FormattableString.Invariant($"{_base}/layers/{layer.Number}/work");

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A folder of this machine, and where the app sees it.</summary>
    private sealed record Layer(int Number, string Source, string Path)
    {
        public bool Holds(string path) => path.StartsWith(Path.TrimEnd('/') + "/", StringComparison.Ordinal);
    }
}
