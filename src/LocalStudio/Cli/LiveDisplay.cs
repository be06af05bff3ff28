using LocalStudio.Events;
using LocalStudio.Journals;

namespace LocalStudio.Cli;

/// <summary>Shows what happens, as it happens.</summary>
/// <param name="terminal">Where.</param>
/// <param name="namesApps">Whether lines say which app they are about: there may be several.</param>
/// <param name="whereOutputIs">Where on this machine the file is that has all of a command's output in an app; null when it goes when we end.</param>
internal sealed class LiveDisplay(Terminal terminal, bool namesApps, Func<ReportedApp, string, string?> whereOutputIs)
{
    private readonly Dictionary<string, string> _apps = [];
    private readonly Dictionary<(string? App, string Command), OutputExcerpt> _excerpts = [];
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
                new ReportView(terminal, whereOutputIs).Show(report, namesApps);
                break;
            default:
                if (happened is InvocationStarted started && AppLabel.OfPayload(started.Invocation.Payload) is { } app) _apps[started.Invocation.RequestId] = app;
                if (Describe(happened) is var (who, text, style)) terminal.Say(who, Named(AppOf(happened), text), style);
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
        var app = line.App ?? (printed.Line.RequestId is { } id ? _apps.GetValueOrDefault(id) : null);
        if (line is { Command: { } ended, Output: null }) EndExcerpt(app, ended);
        if (line is { Command: { } command, Output: { } output })
        {
            ShowOutput(app, command, output, () => Say());
            return;
        }

        Say();

        void Say()
        {
            var namesItself = line.Command is null || line.Message.Contains(line.Command, StringComparison.Ordinal);
            terminal.Say(line.Level is null ? "function" : "log", Named(app, namesItself ? line.Message : $"{line.Message} ({line.Command})"), style);
        }
    }

    /// <summary>A command that prints much must not hide all else.</summary>
    private void ShowOutput(string? app, string command, string output, Action announce)
    {
        if (!_excerpts.TryGetValue((app, command), out var excerpt)) _excerpts[(app, command)] = excerpt = new OutputExcerpt();
        if (excerpt.Add(output) is not { Count: > 0 } lines) return;
        announce();
        terminal.Indent(string.Join('\n', lines));
    }

    private void EndExcerpt(string? app, string command)
    {
        if (!_excerpts.Remove((app, command), out var excerpt) || excerpt.End() is not { Count: > 0 } last) return;
        var more = excerpt.Omitted > 0 ? $", after {excerpt.Omitted} lines that aren't shown here: all is in the app's ~/.studio-customizer/logs, which --keep keeps" : "";
        terminal.Say("log", Named(app, $"{command} printed at its end{more}"));
        terminal.Indent(string.Join('\n', last));
    }

    private string Named(string? app, string text) => namesApps && app is not null ? $"[{app}] {text}" : text;

    private string? AppOf(StudioEvent happened) => happened switch
    {
        ServerRestarted restarted => AppLabel.OfArn(restarted.App),
        InvocationStarted started => _apps.GetValueOrDefault(started.Invocation.RequestId),
        InvocationAttempted attempted => _apps.GetValueOrDefault(attempted.Invocation.RequestId),
        _ => null,
    };

    private static string After(string separator, string? text) => text is null ? "" : separator + text;
}
