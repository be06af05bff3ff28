namespace CustomizerLambda.Studio;

/// <summary>
/// Before anybody gets into an app: is it to be left alone? SageMaker mostly says so at once, and nobody signs in before it has. When thousands of apps
/// start at the same time, its answer may take minutes, for all of them share its limit: then the app is waited for meanwhile.
/// </summary>
internal static class OptOutGate
{
    /// <summary>How long to wait for the answer alone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Gets into the app, unless it is to be left alone.</summary>
    /// <param name="askAsync">Asks why it is to be left alone, null where it isn't.</param>
    /// <param name="enterAsync">Waits for the app, and gets into it.</param>
    /// <returns>Why it is to be left alone, or the way into it.</returns>
    public static async Task<(string? OptOut, T? Entrance)> EnterAsync<T>(
        Func<CancellationToken, Task<string?>> askAsync, Func<CancellationToken, Task<T>> enterAsync, TimeProvider time, CancellationToken cancellationToken)
        where T : class, IDisposable
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = askAsync(leaving.Token);
        await Task.WhenAny(answer, Task.Delay(Patience, time, leaving.Token));
        if (answer.IsCompleted) return await answer is { } reason ? (reason, null) : (null, await enterAsync(cancellationToken));

        var entering = enterAsync(leaving.Token);
        try
        {
            if (await answer is not { } optOut) return (null, await entering);
            await TurnBackAsync(entering, leaving);
            return (optOut, null);
        }
        catch
        {
            await TurnBackAsync(entering, leaving);
            throw;
        }
    }

    private static async Task TurnBackAsync<T>(Task<T> entering, CancellationTokenSource leaving)
        where T : IDisposable
    {
        await leaving.CancelAsync();
        try
        {
            (await entering).Dispose();
        }
        catch (Exception exception) when (exception is CustomizerException or OperationCanceledException)
        {
            // Nobody wants to get in any more.
        }
    }
}
