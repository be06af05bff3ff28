using System.Globalization;
using LocalStudio.Processes;
using LocalStudio.Servers;

namespace LocalStudio.Containers;

/// <summary>
/// Stands in for an app's container, as far as faults need one: mounts that only the app sees, another user, another umask. Each is a program that
/// does its part and then becomes the next one's, so the last keeps the first one's process id. Mounts last as long as the app's server does.
/// </summary>
internal sealed class AppContainer(ContainerOptions options, AppFolder folder)
{
    /// <summary>Debian's and most others' nobody.</summary>
    private const string Nobody = "65534";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes the app's folders fit, and tries whether the machine lets us have such a container.</summary>
    /// <exception cref="FaultUnavailableException">It doesn't.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (options == new ContainerOptions()) return;
        if (ChangesUser)
        {
            LetPass(folder.Home);
            LetPass(folder.Temp);
            await TryAsync(new() { FileName = "chown", Arguments = ["-R", $"{Nobody}:{Nobody}", folder.Home, folder.Root] }, cancellationToken);
        }

        await TryAsync(Contain(new() { FileName = "true" }), cancellationToken);
    }

    /// <summary>The same program, in the container.</summary>
    public ProcessCommand Contain(ProcessCommand command)
    {
        string[] words = [.. Mounts(), .. User(), .. Umask(), command.FileName, .. command.Arguments];
        return command with { FileName = words[0], Arguments = words[1..] };
    }

    private bool ChangesUser => options.IsUserNotRoot && Environment.IsPrivilegedProcess;

    private string Owner => ChangesUser ? $"uid={Nobody},gid={Nobody}," : "";

    private List<string> Mounts()
    {
        if (!options.NeedsMounts) return [];
        List<string> words = ["unshare", "--mount"];
        if (!Environment.IsPrivilegedProcess) words.Add("--map-root-user");
        if (options.HomeSize is { } home) words.AddRange(SmallDisk(folder.Home, home));
        if (options.TempSize is { } temp) words.AddRange(SmallDisk(folder.Temp, temp));
        if (options.IsHomeReadOnly) words.AddRange(["sh", "-c", """mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$0" && exec "$@" """, folder.Home]);
        return words;
    }

    /// <summary>As many files as a disk of that size would have by default on a file system with 4 KiB blocks, and some.</summary>
    private IEnumerable<string> SmallDisk(string path, int size) =>
    [
        "sh", "-c", """mount -t tmpfs -o "$1" tmpfs "$0" && cd "$PWD" && shift && exec "$@" """, path,
        string.Create(CultureInfo.InvariantCulture, $"{Owner}mode=0755,size={size}k,nr_inodes={(size / 4) + 64}"),
    ];

    private IEnumerable<string> User() => ChangesUser ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"] : [];

    private IEnumerable<string> Umask() => options.IsUmask077 ? ["sh", "-c", """umask 077 && exec "$@" """, "sh"] : [];

    /// <summary>Lets others through to a folder in our work folder, which is nobody's but ours.</summary>
    private static void LetPass(string path)
    {
        var temporary = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        for (var parent = Path.GetDirectoryName(path); parent is not null && parent.Length > temporary.Length; parent = Path.GetDirectoryName(parent))
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.OtherExecute);
        }
    }

    private static async Task TryAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        if (ExecutablePath.Find(command.FileName) is null) throw new FaultUnavailableException($"'{command.FileName}' isn't on this machine: install it (util-linux has unshare and setpriv).");
        var errors = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var exitCode = await ChildProcess.RunAsync(command with { OnError = errors.Add }, patience.Token);
        if (exitCode != 0)
        {
            throw new FaultUnavailableException($"This machine doesn't let us have the container that the faults ask for ({string.Join(' ', errors)}): it takes Linux, and root or user namespaces.");
        }
    }
}
