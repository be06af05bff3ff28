using LocalStudio.Processes;
using LocalStudio.Servers;

namespace LocalStudio.Containers;

/// <summary>
/// Stands in for an app's container: a file system of its own where this machine allows it, and what faults ask for: small disks, another user, another
/// umask. A process that waits in its mount namespace holds the file system as long as the app lives, also while its server is restarted.
/// </summary>
internal sealed class AppContainer : IAsyncDisposable
{
    /// <summary>Debian's and most others' nobody.</summary>
    private const string Nobody = "65534";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ContainerOptions _options;
    private readonly AppFolder _folder;
    private ChildProcess? _holder;

    private AppContainer(ContainerOptions options, AppFolder folder) => (_options, _folder) = (options, folder);

    /// <summary>The user and group that apps run as, by number.</summary>
    public static string UserOf(ContainerOptions options) => options.ChangesUser ? $"{Nobody}:{Nobody}" : UserId.Current;

    /// <summary>Makes the container.</summary>
    /// <param name="options">How it differs from one of Studio's.</param>
    /// <param name="folder">The app's folders. Where they say that the app is isolated, it is.</param>
    /// <param name="image">What its file system is made of, where it has one of its own.</param>
    /// <param name="environment">What its processes carry.</param>
    /// <param name="cancellationToken">Stops making it.</param>
    /// <exception cref="FaultUnavailableException">This machine doesn't let us have it.</exception>
    public static async Task<AppContainer> StartAsync(
        ContainerOptions options, AppFolder folder, AppImage image, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var container = new AppContainer(options, folder);
        try
        {
            await container.PrepareUserAsync(cancellationToken);
            if (folder.IsIsolated) await container.StartHolderAsync(image, environment, cancellationToken);
            else if (options.NeedsMounts) throw NotToBeHad("the apps have no file system of their own here");
            if (options.ChangesUser) await container.TryAsync(cancellationToken);
            return container;
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same program, in the container, under the same process id.</summary>
    public ProcessCommand Contain(ProcessCommand command)
    {
        string[] words = [.. Enter(), .. User(), .. Umask(), command.FileName, .. command.Arguments];
        return command with { FileName = words[0], Arguments = words[1..], WorkingDirectory = _folder.Home };
    }

    /// <summary>Where on this machine a path of the app is to be found while it lives.</summary>
    public string PathOnMachine(string path) => _holder is null ? path : $"/proc/{_holder.Id}/root{path}";

    /// <summary>Ends it; all that was written to its file system goes with it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_holder is not null) await _holder.DisposeAsync();
    }

    private async Task PrepareUserAsync(CancellationToken cancellationToken)
    {
        if (!_options.ChangesUser) return;
        LetPass(_folder.Home);
        LetPass(_folder.Temp);
        await RunAsync(new() { FileName = "chown", Arguments = ["-R", $"{Nobody}:{Nobody}", _folder.Home, _folder.Root] }, cancellationToken);
    }

    private async Task StartHolderAsync(AppImage image, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var script = FileSystemScript.Write(_folder, image, _options, Environment.IsPrivilegedProcess);
        string[] unshare = Environment.IsPrivilegedProcess ? ["--mount"] : ["--user", "--map-current-user", "--keep-caps", "--mount"];
        var errors = new List<string>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        RequireProgram("unshare");
        RequireProgram("nsenter");
        _holder = ChildProcess.Start(new()
        {
            FileName = "unshare",
            Arguments = [.. unshare, "sh", "-c", script],
            Environment = new Dictionary<string, string>(environment) { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ["LANG"] = "C.UTF-8" },
            OnOutput = line =>
            {
                if (line == FileSystemScript.Ready) ready.TrySetResult();
            },
            OnError = errors.Add,
        });
        await Task.WhenAny(ready.Task, _holder.Exited).WaitAsync(Patience, cancellationToken);
        if (!ready.Task.IsCompleted) throw NotToBeHad(string.Join(' ', errors));
    }

    private string[] Enter()
    {
        if (_holder is not { Id: var id }) return [];
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--preserve-credentials"];
        return ["nsenter", $"--target={id}", .. user, "--mount", "--root", "--wd"];
    }

    private IEnumerable<string> User() => _options.ChangesUser ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"] : [];

    private IEnumerable<string> Umask() => _options.IsUmask077 ? ["sh", "-c", """umask 077 && exec "$@" """, "sh"] : [];

    /// <summary>Lets others through to a folder in our work folder, which is nobody's but ours.</summary>
    private static void LetPass(string path)
    {
        var temporary = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        for (var parent = Path.GetDirectoryName(path); parent is not null && parent.Length > temporary.Length; parent = Path.GetDirectoryName(parent))
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.OtherExecute);
        }
    }

    private Task TryAsync(CancellationToken cancellationToken) => RunAsync(Contain(new() { FileName = "true" }), cancellationToken);

    private static async Task RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        RequireProgram(command.FileName);
        var errors = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        if (await ChildProcess.RunAsync(command with { OnError = errors.Add }, patience.Token) != 0) throw NotToBeHad(string.Join(' ', errors));
    }

    private static void RequireProgram(string name)
    {
        if (ExecutablePath.Find(name) is null) throw new FaultUnavailableException($"'{name}' isn't on this machine: install it (util-linux has unshare, nsenter and setpriv).");
    }

    private static FaultUnavailableException NotToBeHad(string why) =>
        new($"This machine doesn't let us have such a container ({why}): it takes Linux, and root or user namespaces.");
}
