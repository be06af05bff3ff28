namespace LocalStudio.Lambda;

/// <summary>One attempt at an invocation.</summary>
/// <param name="Number">The first is 1.</param>
/// <param name="StartedAt">When the function got the event.</param>
/// <param name="EndedAt">When it answered, or ended.</param>
/// <param name="Result">What it returned; null when it failed.</param>
/// <param name="Error">How it failed; null when it returned something.</param>
/// <param name="PeakMemoryBytes">The most memory that its process has had; null where the system doesn't say.</param>
public sealed record InvocationAttempt(
    int Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string? Result, FunctionError? Error, long? PeakMemoryBytes);

/// <summary>A function's error, as Lambda reports it.</summary>
/// <param name="Type">Such as <c>Sandbox.Timedout</c>, <c>Runtime.ExitError</c>, or the exception's type.</param>
/// <param name="Message">What happened.</param>
public sealed record FunctionError(string Type, string Message);

/// <summary>A line that the function printed.</summary>
/// <param name="At">When it came.</param>
/// <param name="RequestId">The invocation under way, or the last one, for a line may come after the answer; null before the first.</param>
/// <param name="IsError">Whether it came from standard error.</param>
/// <param name="Text">The line.</param>
public sealed record FunctionLogLine(DateTimeOffset At, string? RequestId, bool IsError, string Text);
