namespace CustomizerLambda.Hosting;

/// <summary>What Lambda says about one invocation, in the words of Amazon.Lambda.Core.</summary>
/// <param name="AwsRequestId">Lambda's id of the invocation; an asynchronous retry of the same event keeps it. A UUID.</param>
/// <param name="InvokedFunctionArn">The function's ARN, with the version or alias it was invoked by.</param>
/// <param name="Deadline">When Lambda stops the invocation.</param>
/// <param name="TraceId">The X-Ray trace header, if Lambda sent one.</param>
/// <param name="IsColdStart">Whether this is the first invocation of this process.</param>
internal sealed record LambdaContext(string AwsRequestId, string InvokedFunctionArn, DateTimeOffset Deadline, string? TraceId, bool IsColdStart)
{
    /// <summary>How long until Lambda stops the invocation; never negative.</summary>
    public TimeSpan RemainingTime(TimeProvider time) =>
        Deadline - time.GetUtcNow() is { Ticks: > 0 } remaining ? remaining : TimeSpan.Zero;

    /// <summary>How long to work before leaving: all but what it takes to leave.</summary>
    public TimeSpan WorkingTime(TimeProvider time)
    {
        var remaining = RemainingTime(time);
        return remaining - TimeSpan.FromSeconds(Math.Min(20, remaining.TotalSeconds / 4));
    }
}
