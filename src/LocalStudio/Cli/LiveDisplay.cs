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
            case AppStatusChanged changed:
                terminal.Say("app", $"{changed.App.Split(":app/")[^1]} is {changed.Status}{(changed.FailureReason is { } reason ? $": {reason}" : "")}", "bold");
                break;
            case EventDelivered delivered:
                terminal.Say("events", $"{delivered.Description} goes to the function");
                break;
            case EventNotDelivered ignored:
                terminal.Say("events", $"{ignored.Description} isn't delivered: {ignored.Reason}", "yellow");
                break;
            case ApiCalled call:
                ShowCall(call);
                break;
            case SessionOpened session:
                terminal.Say("studio", $"{session.UserProfileName} signed in{(session.SpaceName is { } space ? $" to {space}" : "")}");
                break;
            case SignInRefused refused:
                terminal.Say("studio", $"a sign-in URL was refused: {refused.Reason}", "yellow");
                break;
            case WebSocketClosed { CutBy: { } mood }:
                terminal.Say("studio", $"a WebSocket was cut ({mood})", "yellow");
                break;
            case JupyterRestarted:
                terminal.Say("app", "its Jupyter server was restarted", "yellow");
                break;
            case FaultStruck fault:
                terminal.Say("fault", fault.Fault, "yellow");
                break;
            case InvocationStarted started:
                terminal.Say("lambda", $"invocation {started.Invocation.RequestId} begins{(started.Attempt > 1 ? $", attempt {started.Attempt}" : "")}");
                break;
            case InvocationAttempted { Attempt.Error: { } error }:
                terminal.Say("lambda", $"the invocation failed: {error.Type}: {error.Message}", "red");
                break;
            case FunctionPrinted printed:
                ShowLine(printed);
                break;
            case InvocationEnded { Invocation: var invocation } when Report.Parse(invocation.Result) is { HandedOver: false } report:
                new ReportView(terminal).Show(report);
                break;
        }
    }

    /// <summary>Calls that succeed say little; the function's polls are told once.</summary>
    private void ShowCall(ApiCalled call)
    {
        var text = $"{(call.ByFunction ? "the function" : "somebody")} calls {call.Operation}{(call.Error is { } error ? $": {error}" : "")}";
        if (text != _lastCall) terminal.Say("api", text, call.Error is null ? "default" : "yellow");
        _lastCall = text;
    }

    private void ShowLine(FunctionPrinted printed)
    {
        var line = FunctionLine.Parse(printed.Line.Text);
        var style = line.Level switch
        {
            "ERROR" or "FATAL" => "red",
            "WARN" => "yellow",
            "DEBUG" or "TRACE" => "grey",
            _ => "default",
        };
        terminal.Say(line.Level is null ? "function" : "log", line.Command is { } command && !line.Message.Contains(command, StringComparison.Ordinal) ? $"{line.Message} ({command})" : line.Message, style);
        if (line.Output is { } output) terminal.Indent(output);
    }
}
