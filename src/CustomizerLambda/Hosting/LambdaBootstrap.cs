namespace CustomizerLambda.Hosting;

/// <summary>Handles one event; what it returns is the invocation's result, what it throws is the invocation's error.</summary>
internal delegate Task<ReadOnlyMemory<byte>> LambdaHandler(byte[] payload, LambdaContext context, CancellationToken cancellationToken);

/// <summary>The loop of a Lambda function: next, handle, respond; until the process is told to stop.</summary>
internal static class LambdaBootstrap
{
    /// <summary>Runs until <paramref name="stopping"/>. An invocation under way is cancelled, its error is reported, and the loop ends.</summary>
    public static async Task RunAsync(LambdaRuntimeApi runtime, LambdaHandler handler, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            Invocation invocation;
            try
            {
                invocation = await runtime.NextAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }

            await HandleAsync(runtime, handler, invocation, stopping);
        }
    }

    private static async Task HandleAsync(LambdaRuntimeApi runtime, LambdaHandler handler, Invocation invocation, CancellationToken stopping)
    {
        ReadOnlyMemory<byte> result;
        try
        {
            result = await handler(invocation.Event, invocation.Context, stopping);
        }
#pragma warning disable CA1031 // Whatever the handler throws is the invocation's error; the loop goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await TryFailAsync(runtime, invocation, exception);
            return;
        }

        try
        {
            // The work is done: its result is delivered even when the process is being stopped.
            await runtime.RespondAsync(invocation.Context, result, CancellationToken.None);
        }
        catch (HttpRequestException exception)
        {
            await TryFailAsync(runtime, invocation, new ResponseRefusedException(result.Length, exception));
        }
    }

    private static async Task TryFailAsync(LambdaRuntimeApi runtime, Invocation invocation, Exception failure)
    {
        try
        {
            await runtime.FailAsync(invocation.Context, failure, CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            // Lambda doesn't want to hear it. Whether it still has work for this process is asked next.
        }
    }
}
