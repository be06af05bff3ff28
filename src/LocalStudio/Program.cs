using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using LocalStudio;
using LocalStudio.Cli;

using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var commandLine = new CommandLine();
commandLine.Root.SetAction(RunAsync);
var parsed = commandLine.Root.Parse(args);
if (parsed.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
var exitCode = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null }, stopping.Token);
return parsed.Errors.Count > 0 ? ExitCodes.NotTried : exitCode;

async Task<int> RunAsync(ParseResult options, CancellationToken cancellationToken)
{
    var terminal = new Terminal();
    try
    {
        await using var studio = await StudioHost.StartAsync(commandLine.Options(options, text => terminal.Say("set-up", text)), cancellationToken);
        if (options.GetValue<bool>("--keep")) terminal.Say("set-up", $"Work folder: {studio.WorkPath}");
        var display = new LiveDisplay(terminal);
        if (!commandLine.Serve(options)) return await new MainJob(studio, display).RunAsync(commandLine.AppType(options), cancellationToken);
        await new Serving(studio, terminal, display).RunAsync(cancellationToken);
        return ExitCodes.Done;
    }
    catch (SetupException exception)
    {
        terminal.Say("set-up", exception.Message, "red");
        return ExitCodes.NotTried;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        return ExitCodes.NotDone;
    }
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}
