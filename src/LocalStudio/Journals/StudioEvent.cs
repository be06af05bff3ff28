using LocalStudio.Lambda;

namespace LocalStudio.Journals;

/// <summary>Something that happened in LocalStudio. A closed family: match on the type.</summary>
public abstract record StudioEvent
{
    private protected StudioEvent()
    {
    }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;
}

/// <summary>An app changed its status.</summary>
/// <param name="App">The app's ARN.</param>
/// <param name="Status">As DescribeApp says it.</param>
/// <param name="FailureReason">Of a failed app.</param>
public sealed record AppStatusChanged(string App, string Status, string? FailureReason) : StudioEvent;

/// <summary>Somebody called SageMaker's or EventBridge's API.</summary>
/// <param name="Operation">Such as <c>DescribeApp</c>.</param>
/// <param name="Error">The error's type, when it was refused.</param>
/// <param name="ByFunction">Whether the caller has the function's credentials.</param>
public sealed record ApiCalled(string Operation, string? Error, bool ByFunction) : StudioEvent;

/// <summary>Somebody put an event on the bus, or CloudTrail did.</summary>
/// <param name="EventId">The event's id.</param>
/// <param name="Source">Its source.</param>
/// <param name="DetailType">Its detail-type.</param>
/// <param name="Detail">Its detail, as JSON.</param>
public sealed record EventPut(string EventId, string Source, string DetailType, string Detail) : StudioEvent;

/// <summary>A rule matched an event, and it is on its way to the function.</summary>
public sealed record EventDelivered(string EventId, string Description) : StudioEvent;

/// <summary>An event was made that no rule matches.</summary>
public sealed record EventNotDelivered(string EventId, string Description, string Reason) : StudioEvent;

/// <summary>The front door opened a session.</summary>
public sealed record SessionOpened(string UserProfileName, string? SpaceName) : StudioEvent;

/// <summary>The front door refused a sign-in URL.</summary>
public sealed record SignInRefused(string Reason) : StudioEvent;

/// <summary>A WebSocket went through the front door to a terminal.</summary>
public sealed record WebSocketOpened(string Path) : StudioEvent;

/// <summary>A WebSocket through the front door ended, by either side or by a mood.</summary>
public sealed record WebSocketClosed(string Path, string? CutBy) : StudioEvent;

/// <summary>An app's server was restarted, as a supervisor does it.</summary>
public sealed record ServerRestarted(string App) : StudioEvent;

/// <summary>A fault that was asked for has struck.</summary>
public sealed record FaultStruck(string Fault) : StudioEvent;

/// <summary>The function began an invocation.</summary>
public sealed record InvocationStarted(Invocation Invocation, int Attempt) : StudioEvent;

/// <summary>One attempt at an invocation ended.</summary>
public sealed record InvocationAttempted(Invocation Invocation, InvocationAttempt Attempt) : StudioEvent;

/// <summary>An invocation ended, with no attempt to come.</summary>
public sealed record InvocationEnded(Invocation Invocation) : StudioEvent;

/// <summary>The function printed a line.</summary>
public sealed record FunctionPrinted(FunctionLogLine Line) : StudioEvent;
