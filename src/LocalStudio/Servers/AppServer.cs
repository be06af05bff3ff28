using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LocalStudio.Containers;
using LocalStudio.Processes;
using LocalStudio.Studio;

namespace LocalStudio.Servers;

/// <summary>A real server behind an app, in processes that end with it.</summary>
internal sealed class AppServer : IAsyncDisposable
{
    private const int MostStarts = 3;

    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly IServerProgram _program;
    private readonly ProcessCommand _process;
    private readonly StreamWriter _log;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly SemaphoreSlim _restarting = new(1);
    private ChildProcess? _running;

    private AppServer(IServerProgram program, AppFolder folder, AppContainer container, App app)
    {
        _program = program;
        Folder = folder;
        Mark = app.StartId;
        var port = FreePort();
        var start = program.Prepare(folder, app.Key.AppType, port);
        Url = new Uri($"http://127.0.0.1:{port}{start.BasePath}");
        _log = new StreamWriter(folder.Log, append: true) { AutoFlush = true };
        start.Environment[MarkedProcesses.Variable] = Mark;
        if (app.SharingType is { } sharingType) start.Environment["SAGEMAKER_SPACE_TYPE_LOWERCASE"] = sharingType.ToLowerInvariant();
        _process = container.Contain(new ProcessCommand
        {
            FileName = start.FileName,
            Arguments = start.Arguments,
            WorkingDirectory = folder.Home,
            Environment = start.Environment,
            OnOutput = Log,
            OnError = Log,
        });
    }

    /// <summary>Its base URL, straight to it, with a slash at its end.</summary>
    public Uri Url { get; }

    public AppFolder Folder { get; }

    /// <summary>What the environment of each of its processes carries.</summary>
    public string Mark { get; }

    /// <summary>Starts one, and waits until it answers.</summary>
    /// <exception cref="SetupException">It ends, or doesn't answer.</exception>
    public static async Task<AppServer> StartAsync(
        IServerProgram program, AppFolder folder, AppContainer container, App app, CancellationToken cancellationToken)
    {
        await container.PrepareAsync(cancellationToken);
        for (var start = 1; ; start++)
        {
            var server = new AppServer(program, folder, container, app);
            try
            {
                await server.RunAsync(cancellationToken);
                return server;
            }
            catch (SetupException) when (start < MostStarts && server._running is { Exited.IsCompleted: true })
            {
                // Between our choice of a free port and its start somebody else may have taken it.
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Restarts it on its port as its supervisor does: its process group is asked to end, and its terminals end with it.</summary>
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

    /// <inheritdoc cref="AppProcesses.KillTerminals"/>
    public int KillTerminals() => AppProcesses.KillTerminals(Mark);

    /// <inheritdoc cref="AppProcesses.KillSupervisors"/>
    public int KillSupervisors() => AppProcesses.KillSupervisors(Mark, _running!.Id);

    /// <summary>The terminals that are open in it.</summary>
    public Task<IReadOnlyList<string>> ListTerminalsAsync(CancellationToken cancellationToken) => _program.ListTerminalsAsync(_http, Url, Mark, cancellationToken);

    /// <summary>Ends it, and whatever it or its terminals started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            _running.Kill();
            await _running.DisposeAsync();
        }

        MarkedProcesses.KillAll(Mark);
        lock (_log) _log.Dispose();
        _http.Dispose();
        _restarting.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(_process);
        _running = process;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartTimeout);
        try
        {
            // Nothing signals that a server listens: only its answer does.
            while (!await AnswersAsync(patience.Token))
            {
                if (process.Exited.IsCompleted) throw new SetupException($"The {_program.Description} ended at once: see {Folder.Log}");
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
}
