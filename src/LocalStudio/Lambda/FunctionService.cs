using System.Collections.Concurrent;
using LocalStudio.Faults;
using LocalStudio.Journals;

namespace LocalStudio.Lambda;

/// <summary>
/// The Lambda service, for one function: environments started on demand, a queue of asynchronous events with retries, time-outs, and a record of
/// every invocation.
/// </summary>
public sealed class FunctionService : IAsyncDisposable
{
    private volatile FunctionConfiguration _configuration;
    private readonly string _home;
    private readonly FaultSettings _faults;
    private readonly Journal<StudioEvent> _journal;
    private readonly SemaphoreSlim _concurrency;
    private readonly ConcurrentBag<ExecutionEnvironment> _idle = [];
    private readonly ConcurrentDictionary<ExecutionEnvironment, byte> _all = new();
    private readonly ConcurrentDictionary<Task, byte> _work = new();
    private readonly CancellationTokenSource _stopping = new();

    internal FunctionService(FunctionConfiguration configuration, string home, FaultSettings faults, Journal<StudioEvent> journal)
    {
        (_configuration, _home, _faults, _journal) = (configuration, home, faults, journal);
        _concurrency = new SemaphoreSlim(configuration.ReservedConcurrency);
    }

    /// <summary>Every line that the function printed.</summary>
    public Journal<FunctionLogLine> Log { get; } = new();

    /// <summary>Every invocation, in order of arrival.</summary>
    public Journal<Invocation> Invocations { get; } = new();

    /// <summary>Invokes the function and waits for what becomes of it; never retried.</summary>
    public async Task<Invocation> InvokeAsync(string payload, CancellationToken cancellationToken)
    {
        var invocation = Accept(payload, isAsynchronous: false);
        await invocation.Ended.WaitAsync(cancellationToken);
        return invocation;
    }

    /// <summary>Invokes the function as an event source does: nobody waits, and Lambda retries.</summary>
    public Invocation Enqueue(string payload) => Accept(payload, isAsynchronous: true);

    /// <summary>Waits until as many invocations have come and ended.</summary>
    public async Task<IReadOnlyList<Invocation>> WaitForInvocationsAsync(int count, CancellationToken cancellationToken)
    {
        var ended = new List<Invocation>();
        await foreach (var invocation in Invocations.ReadAllAsync(cancellationToken))
        {
            await invocation.Ended.WaitAsync(cancellationToken);
            ended.Add(invocation);
            if (ended.Count == count) break;
        }

        return ended;
    }

    /// <summary>Kills every process of the function (SIGKILL).</summary>
    /// <returns>How many there were.</returns>
    public int KillAll()
    {
        var usable = _all.Keys.Where(environment => environment.IsUsable).ToList();
        foreach (var environment in usable) environment.Kill();
        return usable.Count;
    }

    /// <summary>Deploys the function anew: an invocation under way ends as it began, the next one has the new code.</summary>
    internal void Update(FunctionConfiguration configuration) => _configuration = configuration;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_work.Keys);
        await Task.WhenAll(_all.Keys.Select(environment => environment.DisposeAsync().AsTask()));
        _stopping.Dispose();
        _concurrency.Dispose();
    }

    private Invocation Accept(string payload, bool isAsynchronous)
    {
        var invocation = new Invocation(payload, isAsynchronous);
        Invocations.Add(invocation);
        var work = Task.Run(() => WorkAsync(invocation, _stopping.Token), CancellationToken.None);
        _work.TryAdd(work, 0);
        work.ContinueWith(done => _work.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return invocation;
    }

    private async Task WorkAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var attempts = invocation.IsAsynchronous ? 1 + _configuration.MaximumRetryAttempts : 1;
            for (var number = 1; number <= attempts; number++)
            {
                if (number > 1) await Task.Delay(_configuration.RetryDelay, cancellationToken);
                var attempt = await AttemptAsync(invocation, number, cancellationToken);
                invocation.Add(attempt);
                _journal.Add(new InvocationAttempted(invocation, attempt));
                if (attempt.Error is null) break;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // LocalStudio stops.
        }
        catch (SetupException exception)
        {
            var now = DateTimeOffset.UtcNow;
            invocation.Add(new(invocation.Attempts.Count + 1, now, now, null, new("Runtime.InvalidEntrypoint", exception.Message), null));
        }

        invocation.End();
        _journal.Add(new InvocationEnded(invocation));
    }

    private async Task<InvocationAttempt> AttemptAsync(Invocation invocation, int number, CancellationToken cancellationToken)
    {
        await _concurrency.WaitAsync(cancellationToken);
        try
        {
            var environment = await EnvironmentAsync(cancellationToken);
            _journal.Add(new InvocationStarted(invocation, number));
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var killing = KillWhenAskedAsync(environment, ended.Token);
            var attempt = await environment.InvokeAsync(invocation, number, cancellationToken);
            await ended.CancelAsync();
            await killing;
            await KeepAsync(environment);
            return attempt;
        }
        finally
        {
            _concurrency.Release();
        }
    }

    /// <summary>An environment that is idle, or a new one.</summary>
    private async Task<ExecutionEnvironment> EnvironmentAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryTake(out var idle))
        {
            if (IsUsable(idle)) return idle;
            await DropAsync(idle);
        }

        var environment = await ExecutionEnvironment.StartAsync(_configuration, _home, Print, cancellationToken);
        _all.TryAdd(environment, 0);
        return environment;
    }

    private bool IsUsable(ExecutionEnvironment environment) => environment.IsUsable && ReferenceEquals(environment.Configuration, _configuration);

    private async Task KeepAsync(ExecutionEnvironment environment)
    {
        if (IsUsable(environment)) _idle.Add(environment);
        else await DropAsync(environment);
    }

    private async Task DropAsync(ExecutionEnvironment environment)
    {
        if (_all.TryRemove(environment, out _)) await environment.DisposeAsync();
    }

    private async Task KillWhenAskedAsync(ExecutionEnvironment environment, CancellationToken cancellationToken)
    {
        if (_faults.TakeDelay("kill-function-after") is not { } delay) return;
        try
        {
            await Task.Delay(delay, cancellationToken);
            _journal.Add(new FaultStruck("kill-function-after"));
            environment.Kill();
        }
        catch (OperationCanceledException)
        {
            // The invocation ended before.
        }
    }

    private void Print(FunctionLogLine line)
    {
        Log.Add(line);
        _journal.Add(new FunctionPrinted(line));
    }
}
