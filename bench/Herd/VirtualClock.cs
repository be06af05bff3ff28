namespace Bench.Herd;

/// <summary>
/// A clock that stands still as long as anybody works, and leaps to the next moment that somebody waits for. All work is done by the thread that made it,
/// in what its timers call.
/// </summary>
internal sealed class VirtualClock : TimeProvider
{
    private readonly PriorityQueue<Timer, (long At, long Order)> _timers = new();
    private readonly DateTimeOffset _begin = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How much time has passed.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_now);

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => _begin + Elapsed;

    /// <summary>Lets time pass until all work is done.</summary>
    /// <exception cref="InvalidOperationException">Somebody waits for something else than this clock.</exception>
    public void Run(IReadOnlyCollection<Func<Task>> work)
    {
        var left = work.Count;
        var tasks = work.Select(WorkAsync).ToList();
        while (left > 0) Leap();
        foreach (var task in tasks) task.GetAwaiter().GetResult();

        async Task WorkAsync(Func<Task> one)
        {
            try
            {
                await one();
            }
            finally
            {
                left--;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (Environment.CurrentManagedThreadId != _thread) throw new InvalidOperationException("Work got away from the clock's thread: the clock may have leapt meanwhile.");
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Leap()
    {
        if (!_timers.TryDequeue(out var next, out var due)) throw new InvalidOperationException("Somebody waits for something else than this clock.");
        if (!next.IsDue(due.At)) return;
        _now = due.At;
        next.Fire();
    }

    private void Schedule(Timer timer, long at) => _timers.Enqueue(timer, (at, _order++));

    private sealed class Timer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private long _at = long.MaxValue;

        /// <summary>Whether it still waits for that moment.</summary>
        public bool IsDue(long at) => _at == at;

        public void Fire()
        {
            _at = long.MaxValue;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _at = dueTime < TimeSpan.Zero ? long.MaxValue : clock._now + dueTime.Ticks;
            if (_at != long.MaxValue) clock.Schedule(this, _at);
            return true;
        }

        public void Dispose() => _at = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
