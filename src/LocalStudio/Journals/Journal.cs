using System.Runtime.CompilerServices;

namespace LocalStudio.Journals;

/// <summary>
/// What happened, in order. Entries are only ever added; a reader sees all of them from the first, and waits for the next by a signal.
/// </summary>
public sealed class Journal<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _entries = [];
    private TaskCompletionSource _added = NewSignal();

    /// <summary>All entries so far.</summary>
    public IReadOnlyList<T> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    /// <summary>Waits for an entry, past or to come, that the predicate accepts.</summary>
    public async Task<T> WaitForAsync(Func<T, bool> predicate, CancellationToken cancellationToken)
    {
        await foreach (var entry in ReadAllAsync(cancellationToken))
        {
            if (predicate(entry)) return entry;
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Reads every entry from the first, and then each as it is added, until cancelled.</summary>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0; ;)
        {
            Task added;
            T[] fresh;
            lock (_lock)
            {
                fresh = [.. _entries[next..]];
                added = _added.Task;
            }

            foreach (var entry in fresh) yield return entry;
            next += fresh.Length;
            if (fresh.Length == 0) await added.WaitAsync(cancellationToken);
        }
    }

    internal void Add(T entry)
    {
        TaskCompletionSource added;
        lock (_lock)
        {
            _entries.Add(entry);
            (added, _added) = (_added, NewSignal());
        }

        added.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
