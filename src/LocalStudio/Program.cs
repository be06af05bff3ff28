using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using LocalStudio;
using LocalStudio.Cli;
using LocalStudio.CodeEditor;
using LocalStudio.Preview;
using LocalStudio.Processes;

var stoppedBy = 0;
using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var commandLine = new CommandLine();
commandLine.Root.SetAction(RunAsync);
commandLine.InstallCodeEditor.SetAction(InstallAsync);
var parsed = commandLine.Root.Parse(args);
if (parsed.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
var exitCode = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null }, stopping.Token);
return parsed.Errors.Count > 0 ? ExitCodes.NotTried : exitCode;

Task<int> RunAsync(ParseResult options, CancellationToken cancellationToken)
{
    var terminal = new Terminal();
    return TryAsync(terminal, cancellationToken, async () =>
    {
        if (commandLine.Check(options)) return await PreviewJobs.CheckAsync(commandLine.SetupCommands(options), terminal, cancellationToken);
        await using var studio = await StudioHost.StartAsync(commandLine.Options(options, text => terminal.Say("set-up", text)), cancellationToken);
        var keep = options.GetValue<bool>("--keep");
        if (keep) terminal.Say("set-up", $"Work folder: {studio.WorkPath}");
        var display = new LiveDisplay(
            terminal,
            namesApps: commandLine.Serve(options),
            (app, path) => keep ? studio.PathInHome(app.DomainId!, app.SpaceName ?? app.UserProfileName!, path) : null);
        if (commandLine.Plan(options) is { } file) return await PreviewJobs.PlanAsync(studio, file, commandLine.Owner(options), terminal, cancellationToken);
        if (!commandLine.Serve(options)) return await new MainJob(studio, display).RunAsync(commandLine.AppType(options), commandLine.Shared(options), cancellationToken);
        await new Serving(studio, terminal, display).RunAsync(cancellationToken);
        terminal.Say("set-up", "Stopping", "yellow");
        return ExitCodes.Done;
    });
}

Task<int> InstallAsync(ParseResult options, CancellationToken cancellationToken)
{
    var terminal = new Terminal();
    return TryAsync(terminal, cancellationToken, async () =>
    {
        var installed = await CodeEditorInstaller.FindOrInstallAsync(commandLine.VersionToInstall(options), text => terminal.Say("set-up", text), cancellationToken);
        terminal.Say("set-up", $"{installed} is in {installed.ServerMain}");
        return ExitCodes.Done;
    });
}

async Task<int> TryAsync(Terminal terminal, CancellationToken cancellationToken, Func<Task<int>> work)
{
    try
    {
        return await work();
    }
    catch (SetupException exception)
    {
        terminal.Say("set-up", exception.Message, "red");
        return ExitCodes.NotTried;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        terminal.Say("set-up", "Stopped; nothing that was started is left running", "yellow");
        return ExitCodes.Signalled + stoppedBy;
    }
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stoppedBy = signal.Signal == PosixSignal.SIGTERM ? Signals.Terminate : Signals.Interrupt;
    stopping.Cancel();
}
