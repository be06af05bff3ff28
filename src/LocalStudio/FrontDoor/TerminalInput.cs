namespace LocalStudio.FrontDoor;

/// <summary>Something that a client sent to an app through the front door, and that may end up in a shell.</summary>
/// <param name="At">When.</param>
/// <param name="App">The app's ARN.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">The terminal's WebSocket or the contents' path.</param>
/// <param name="Text">What was typed, or the message or body as it came.</param>
public sealed record TerminalInput(DateTimeOffset At, string App, TerminalInputKind Kind, string Target, string Text);

/// <summary>How something was sent to an app.</summary>
public enum TerminalInputKind
{
    /// <summary>The body of a request to make a terminal.</summary>
    CreateTerminal,

    /// <summary>The text of a <c>stdin</c> message.</summary>
    Typed,

    /// <summary>Another message to a terminal, as it came.</summary>
    Message,

    /// <summary>The body of a request to write contents.</summary>
    Contents,
}
