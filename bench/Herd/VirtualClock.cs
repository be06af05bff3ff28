namespace Bench.Herd;

/// <summary>
/// A clock that stands still as long as anybody works, and leaps to the next moment that somebody waits for. It is told how many work; all wait on its
/// timers, one each.
/// </summary>
internal sealed class VirtualClock : TimeProvider, IDisposable
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Timer, (long At, long Order)> _timers = new();
    private readonly DateTimeOffset _begin = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private readonly SemaphoreSlim _changed = new(0);
    private long _now;
    private long _order;
    private int _working;
    private int _waiting;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How much time has passed.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _now));

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => _begin + Elapsed;

    /// <summary>Lets time pass until all work is done.</summary>
    /// <exception cref="InvalidOperationException">Somebody waits for something else than this clock.</exception>
    public async Task RunAsync(IReadOnlyCollection<Func<Task>> work, CancellationToken cancellationToken)
    {
        _working = work.Count;
        var tasks = work.Select(one => Task.Run(() => WorkAsync(one), cancellationToken)).ToList();
        while (true)
        {
            Timer? next = null;
            lock (_lock)
            {
                if (_working == 0) break;
                if (_waiting == _working)
                {
                    next = _timers.Dequeue();
                    _waiting--;
                    Interlocked.Exchange(ref _now, Math.Max(next.At, _now));
                }
            }

            if (next is not null) next.Fire();
            else await _changed.WaitAsync(cancellationToken);
        }

        await Task.WhenAll(tasks);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new Timer(callback, state, _now + dueTime.Ticks);
            _timers.Enqueue(timer, (timer.At, _order++));
            _waiting++;
            _changed.Release();
            return timer;
        }
    }

    public void Dispose() => _changed.Dispose();

    private async Task WorkAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        finally
        {
            lock (_lock) _working--;
            _changed.Release();
        }
    }

    /// <summary>A wait of one who works; never cut short here.</summary>
    private sealed class Timer(TimerCallback callback, object? state, long at) : ITimer
    {
        public long At => at;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
