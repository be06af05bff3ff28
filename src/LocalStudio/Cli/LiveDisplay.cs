using LocalStudio.Events;
using LocalStudio.Journals;

namespace LocalStudio.Cli;

/// <summary>Shows what happens, as it happens.</summary>
internal sealed class LiveDisplay(Terminal terminal)
{
    private string? _lastCall;

    public void Show(StudioEvent happened)
    {
        switch (happened)
        {
            case ApiCalled call:
                ShowCall(call);
                break;
            case FunctionPrinted printed:
                ShowLine(printed);
                break;
            case InvocationEnded { Invocation: var invocation } when Report.Parse(invocation.Result) is { HandedOver: false } report:
                new ReportView(terminal).Show(report);
                break;
            default:
                if (Describe(happened) is var (who, text, style)) terminal.Say(who, text, style);
                break;
        }
    }

    private static (string Who, string Text, string Style)? Describe(StudioEvent happened) => happened switch
    {
        AppStatusChanged changed => ("app", $"{changed.App.Split(":app/")[^1]} is {changed.Status}{After(": ", changed.FailureReason)}", "bold"),
        EventDelivered delivered => ("events", $"{delivered.Description} goes to the function", "default"),
        EventNotDelivered { Reason: EventBus.ForOthers } told => ("events", $"{told.Description} is there for whoever has a rule for it", "default"),
        EventNotDelivered ignored => ("events", $"{ignored.Description} isn't delivered: {ignored.Reason}", "yellow"),
        SessionOpened session => ("studio", $"{session.UserProfileName} signed in{After(" to ", session.SpaceName)}", "default"),
        SignInRefused refused => ("studio", $"a sign-in URL was refused: {refused.Reason}", "yellow"),
        WebSocketClosed { CutBy: { } mood } => ("studio", $"a WebSocket was cut ({mood})", "yellow"),
        ServerRestarted => ("app", "its server was restarted", "yellow"),
        FaultStruck fault => ("fault", fault.Fault, "yellow"),
        InvocationStarted started => ("lambda", $"invocation {started.Invocation.RequestId} begins, attempt {started.Attempt}", "default"),
        InvocationAttempted { Attempt.Error: { } error } => ("lambda", $"the invocation failed: {error.Type}: {error.Message}", "red"),
        _ => null,
    };

    /// <summary>Calls that succeed say little; the function's polls are told once.</summary>
    private void ShowCall(ApiCalled call)
    {
        var text = $"{(call.ByFunction ? "the function" : "somebody")} calls {call.Operation}{After(": ", call.Error)}";
        if (text != _lastCall) terminal.Say("api", text, call.Error is null ? "default" : "yellow");
        _lastCall = text;
    }

    private void ShowLine(FunctionPrinted printed)
    {
        var line = FunctionLine.Parse(printed.Line.Text);
        if (line.IsMetrics) return;
        var style = line.Level switch
        {
            "ERROR" or "FATAL" => "red",
            "WARN" => "yellow",
            "DEBUG" or "TRACE" => "grey",
            _ => "default",
        };
        var namesItself = line.Command is null || line.Message.Contains(line.Command, StringComparison.Ordinal);
        terminal.Say(line.Level is null ? "function" : "log", namesItself ? line.Message : $"{line.Message} ({line.Command})", style);
        if (line.Output is { } output) terminal.Indent(output);
    }

    private static string After(string separator, string? text) => text is null ? "" : separator + text;
}
