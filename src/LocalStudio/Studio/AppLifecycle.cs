using LocalStudio.Containers;
using LocalStudio.Faults;
using LocalStudio.Journals;
using LocalStudio.Processes;
using LocalStudio.Servers;

namespace LocalStudio.Studio;

/// <summary>Leads apps through their lives: Pending, then InService or Failed; Deleting, then Deleted.</summary>
internal sealed class AppLifecycle(AppLifecycleOptions options, FaultSettings faults, Journal<StudioEvent> journal) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<App, (CancellationTokenSource Ended, Task Life)> _lives = [];

    /// <summary>The home that belongs to a space or user profile.</summary>
    public static string Home(string workFolder, string domainId, string name) => Path.Combine(workFolder, "homes", domainId, name);

    /// <summary>Begins an app's life.</summary>
    public void Start(App app)
    {
        lock (_lock)
        {
            var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            journal.Add(new AppStatusChanged(app.Arn, nameof(AppStatus.Pending), null));
            _lives[app] = (ended, LiveAsync(app, ended.Token));
        }
    }

    /// <summary>Begins an app's end; it is Deleted when everything that it started is gone.</summary>
    public void Delete(App app)
    {
        lock (_lock)
        {
            Change(app, AppStatus.Deleting);
            var (ended, life) = _lives[app];
            _lives[app] = (ended, EndAsync(app, ended, life));
        }
    }

    /// <summary>Restarts the app's server, as a supervisor does.</summary>
    public async Task RestartServerAsync(App app, CancellationToken cancellationToken)
    {
        var server = app.Server ?? throw new InvalidOperationException($"{app.Arn} has no server.");
        await server.RestartAsync(cancellationToken);
        journal.Add(new ServerRestarted(app.Arn));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        List<(App App, CancellationTokenSource Ended, Task Life)> lives;
        lock (_lock) lives = [.. _lives.Select(life => (life.Key, life.Value.Ended, life.Value.Life))];
        foreach (var (app, ended, life) in lives)
        {
            await life;
            if (app.Server is { } server) await server.DisposeAsync();
            ended.Dispose();
        }

        _stopping.Dispose();
    }

    /// <summary>Never throws: how it went is the app's status.</summary>
    private async Task LiveAsync(App app, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            var pending = Task.Delay(options.Pending, cancellationToken);
            app.Server = await StartServerAsync(app, cancellationToken);
            await pending;
            if (faults.AppFails)
            {
                Fail(app, "ConfigurationError: the app's container ended with exit code 1 (fault app-fails)");
                return;
            }

            if (faults.AppDeletedWhilePending)
            {
                Change(app, AppStatus.Deleting);
                await EndServerAsync(app);
                Change(app, AppStatus.Deleted);
                return;
            }

            app.InServiceAt = DateTimeOffset.UtcNow;
            Change(app, AppStatus.InService);
            await Task.WhenAll(StrikeWhenAskedAsync(app, cancellationToken), RestartWhenAskedAsync(app, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The app is being deleted, or LocalStudio stops.
        }
        catch (SetupException exception)
        {
            Fail(app, exception.Message);
        }
    }

    private async Task EndAsync(App app, CancellationTokenSource ended, Task life)
    {
        await ended.CancelAsync();
        await life;
        await EndServerAsync(app);
        Change(app, AppStatus.Deleted);
    }

    private static async Task EndServerAsync(App app)
    {
        if (app.Server is not { } server) return;
        await server.DisposeAsync();
        app.Server = null;
        Directory.Delete(server.Folder.Root, recursive: true);
    }

    private async Task<AppServer?> StartServerAsync(App app, CancellationToken cancellationToken)
    {
        if (await options.Programs.FindAsync(app.Key.AppType, cancellationToken) is not { } program) return null;
        var home = Home(options.WorkFolder, app.Key.DomainId, app.Key.SpaceName ?? app.Key.UserProfileName!);
        var folder = new AppFolder(home, TemporaryFolder.AppFolder(options.WorkFolder, app.StartId), options.IsIsolated);
        return await AppServer.StartAsync(program, folder, ContainerOptions.Of(faults), app, cancellationToken);
    }

    /// <summary>What <c>restart-jupyter-server</c> in the app comes to.</summary>
    private async Task RestartWhenAskedAsync(App app, CancellationToken cancellationToken)
    {
        while (app.Server is { } server)
        {
            await server.WaitForRestartRequestAsync(cancellationToken);
            await RestartServerAsync(app, cancellationToken);
        }
    }

    /// <summary>What strikes once, some time after the app went into service.</summary>
    private Task StrikeWhenAskedAsync(App app, CancellationToken cancellationToken)
    {
        if (app.Server is not { } server) return Task.CompletedTask;
        return Task.WhenAll(
            StrikeAsync("restart-server-after", () => RestartServerAsync(app, cancellationToken), cancellationToken),
            StrikeAsync("kill-terminals-after", () => AsSoonAsThereIsOneAsync(server.KillTerminals, cancellationToken), cancellationToken),
            StrikeAsync("kill-supervisor-after", () => AsSoonAsThereIsOneAsync(server.KillSupervisors, cancellationToken), cancellationToken));
    }

    private async Task StrikeAsync(string fault, Func<Task> strike, CancellationToken cancellationToken)
    {
        if (faults.TakeDelay(fault) is not { } delay) return;
        await Task.Delay(delay, cancellationToken);
        await strike();
        journal.Add(new FaultStruck(fault));
    }

    private static async Task AsSoonAsThereIsOneAsync(Func<int> kill, CancellationToken cancellationToken)
    {
        // Nothing signals that a process has begun.
        while (kill() == 0) await Task.Delay(Pause, cancellationToken);
    }

    private void Fail(App app, string reason)
    {
        app.FailureReason = reason;
        Change(app, AppStatus.Failed);
    }

    private void Change(App app, AppStatus status)
    {
        app.Status = status;
        journal.Add(new AppStatusChanged(app.Arn, status.ToString(), app.FailureReason));
    }
}

/// <summary>What every app's life has in common.</summary>
/// <param name="WorkFolder">Where homes and the apps' other files are.</param>
/// <param name="Pending">How long an app is at least Pending.</param>
/// <param name="Programs">What is started behind each.</param>
/// <param name="IsIsolated">Whether each has a file system of its own.</param>
internal sealed record AppLifecycleOptions(string WorkFolder, TimeSpan Pending, ServerPrograms Programs, bool IsIsolated);
