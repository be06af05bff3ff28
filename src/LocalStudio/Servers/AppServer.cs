using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LocalStudio.Containers;
using LocalStudio.Http;
using LocalStudio.Processes;
using LocalStudio.Studio;

namespace LocalStudio.Servers;

/// <summary>A real server behind an app, in processes that end with it.</summary>
internal sealed class AppServer : IAsyncDisposable
{
    private const int MaxStarts = 3;

    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly IServerProgram _program;
    private readonly AppContainer _container;
    private readonly ProcessCommand _process;
    private readonly StreamWriter _log;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _restarting = new(1);
    private readonly FileSystemWatcher _requests;
    private readonly SemaphoreSlim _restartRequests = new(0);
    private ChildProcess? _running;

    private AppServer(IServerProgram program, AppFolder folder, AppContainer container, string mark, ServerStart start, int port)
    {
        (_program, _container, Folder, Mark) = (program, container, folder, mark);
        Url = new Uri($"http://127.0.0.1:{port}{start.BasePath}");
        Handler = start.ListensAtSocket ? UnixSocketHandler.For(folder.Socket) : new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        _http = new HttpClient(Handler, disposeHandler: false);
        _log = new StreamWriter(folder.Log, append: true) { AutoFlush = true };
        _process = container.Contain(new ProcessCommand
        {
            FileName = start.FileName,
            Arguments = start.Arguments,
            Environment = start.Environment,
            OnOutput = Log,
            OnError = Log,
        });
        _requests = new FileSystemWatcher(folder.Root, StandIns.RestartRequest);
        _requests.Created += (_, _) => _restartRequests.Release();
    }

    /// <summary>Its base URL, with a slash at its end; it takes <see cref="Handler"/> to get there.</summary>
    public Uri Url { get; }

    /// <summary>Connects straight to it.</summary>
    public SocketsHttpHandler Handler { get; }

    public AppFolder Folder { get; }

    /// <summary>What the environment of each of its processes carries.</summary>
    public string Mark { get; }

    /// <summary>Starts one in a container, and waits until it answers.</summary>
    /// <exception cref="SetupException">It ends, or doesn't answer.</exception>
    public static async Task<AppServer> StartAsync(IServerProgram program, AppFolder folder, ContainerOptions options, App app, CancellationToken cancellationToken)
    {
        if (program.ImageRoot is not null && !folder.IsIsolated) throw new SetupException($"The {program.Description} takes apps with a file system of their own.");
        StandIns.Write(folder, app.Key.AppType, program.Options.Programs);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryStartAsync(program, folder, options, app, cancellationToken);
            }
            catch (ServerEndedException) when (attempt < MaxStarts)
            {
                // Between our choice of a free port and its start somebody else may have taken it.
            }
        }
    }

    private static async Task<AppServer> TryStartAsync(IServerProgram program, AppFolder folder, ContainerOptions options, App app, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = program.Prepare(folder, app, port);
        start.Environment[MarkedProcesses.Variable] = app.StartId;
        var image = AppImage.Of(program.ImageRoot, app, AppContainer.UserOf(options), program.Options.Volumes, [.. program.Files, CacheFolder.Path + "/"]);
        var container = await AppContainer.StartAsync(options, folder, image, start.Environment, cancellationToken);
        var server = new AppServer(program, folder, container, app.StartId, start, port);
        try
        {
            await server.RunAsync(cancellationToken);
            server._requests.EnableRaisingEvents = true;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Restarts it as its supervisor does: its process group is asked to end, and its terminals end with it.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _restarting.WaitAsync(cancellationToken);
        try
        {
            if (_running is not null) await _running.StopAsync(StopGrace);
            await RunAsync(cancellationToken);
        }
        finally
        {
            _restarting.Release();
        }
    }

    /// <summary>Waits until somebody in the app wants it restarted.</summary>
    public async Task WaitForRestartRequestAsync(CancellationToken cancellationToken)
    {
        await _restartRequests.WaitAsync(cancellationToken);
        File.Delete(Path.Combine(Folder.Root, StandIns.RestartRequest));
    }

    /// <inheritdoc cref="AppProcesses.KillTerminals"/>
    public int KillTerminals() => AppProcesses.KillTerminals(Mark);

    /// <inheritdoc cref="AppProcesses.KillSupervisors"/>
    public int KillSupervisors() => AppProcesses.KillSupervisors(Mark, _running!.Id);

    /// <summary>The terminals that are open in it.</summary>
    public Task<IReadOnlyList<string>> ListTerminalsAsync(CancellationToken cancellationToken) => _program.ListTerminalsAsync(_http, Url, Mark, cancellationToken);

    /// <summary>Ends it, and whatever it or its terminals started.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        _restartRequests.Dispose();
        if (_running is not null)
        {
            _running.Kill();
            await _running.DisposeAsync();
        }

        await _container.DisposeAsync();
        MarkedProcesses.KillAll(Mark);
        lock (_log) _log.Dispose();
        _http.Dispose();
        Handler.Dispose();
        _restarting.Dispose();
    }

    /// <inheritdoc cref="AppContainer.PathOnMachine"/>
    public string PathOnMachine(string path) => _container.PathOnMachine(path);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // One that was killed leaves its socket, and the next would find it taken.
        File.Delete(Folder.Socket);
        var process = ChildProcess.Start(_process);
        _running = process;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartTimeout);
        try
        {
            // Nothing signals that a server listens: only its answer does.
            while (!await AnswersAsync(patience.Token))
            {
                if (process.Exited.IsCompleted) throw new ServerEndedException($"The {_program.Description} ended at once: see {Folder.Log}");
                await Task.Delay(Pause, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SetupException($"The {_program.Description} didn't answer within {StartTimeout.TotalSeconds:0} s: see {Folder.Log}");
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _program.AnswersAsync(_http, Url, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            return false;
        }
    }

    private void Log(string line)
    {
        lock (_log)
        {
            // Two streams write here, and after a restart the old server's last words may come late.
            if (_log.BaseStream is { CanWrite: true }) _log.WriteLine(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class ServerEndedException(string message) : SetupException(message);
}
