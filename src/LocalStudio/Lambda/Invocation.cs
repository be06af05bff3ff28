namespace LocalStudio.Lambda;

/// <summary>One invocation of the function: an event, and what became of it. An asynchronous one may take several attempts, under one request id.</summary>
public sealed class Invocation
{
    private readonly Lock _lock = new();
    private readonly List<InvocationAttempt> _attempts = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Invocation(string payload, bool isAsynchronous) => (Payload, IsAsynchronous) = (payload, isAsynchronous);

    /// <summary>Its id, a UUID.</summary>
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The event, as it is given to the function.</summary>
    public string Payload { get; }

    /// <summary>Whether nobody waits for its result, and Lambda retries it.</summary>
    public bool IsAsynchronous { get; }

    /// <summary>The attempts that ended, in order.</summary>
    public IReadOnlyList<InvocationAttempt> Attempts
    {
        get
        {
            lock (_lock) return [.. _attempts];
        }
    }

    /// <summary>Completes when the invocation has ended, with no attempt to come. Never faults: see <see cref="Error"/>.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What the function returned, when the last attempt succeeded.</summary>
    public string? Result => Attempts is [.., var last] ? last.Result : null;

    /// <summary>How the last attempt failed, when it did.</summary>
    public FunctionError? Error => Attempts is [.., var last] ? last.Error : null;

    internal void Add(InvocationAttempt attempt)
    {
        lock (_lock) _attempts.Add(attempt);
    }

    internal void End() => _ended.TrySetResult();
}
