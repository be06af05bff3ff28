using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace LocalStudio.Processes;

/// <summary>A process that we started, in a session of its own: a Ctrl-C in our terminal doesn't reach it, and it can be stopped with all of its group.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<ChildProcess, byte> Running = new();

    private readonly Process _process;
    private readonly OutputPump _output;
    private readonly OutputPump _error;

    // Nothing is left running, however we end.
    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Keys) process.Kill();
    };

    private ChildProcess(Process process, ProcessCommand command)
    {
        _process = process;
        Id = process.Id;
        Running[this] = 0;
        _output = new OutputPump(process.StandardOutput, command.OnOutput);
        _error = new OutputPump(process.StandardError, command.OnError);
        Exited = WaitAsync();
    }

    public int Id { get; }

    /// <summary>The exit code, when the process has ended and its output is read. 128 and the signal's number, when a signal ended it.</summary>
    public Task<int> Exited { get; }

    /// <exception cref="SetupException">It can't be started.</exception>
    public static ChildProcess Start(ProcessCommand command)
    {
        var launcher = SessionLauncher.For(command.FileName);
        var start = new ProcessStartInfo(launcher[0])
        {
            WorkingDirectory = command.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in launcher.Skip(1).Concat(command.Arguments)) start.ArgumentList.Add(argument);
        if (command.Environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        }

        start.Environment[SessionLauncher.QuietVariable] = "0";
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new ChildProcess(process, command);
        }
        catch (Win32Exception exception)
        {
            throw new SetupException($"{command.FileName} can't be started: {exception.Message}", exception);
        }
    }

    /// <summary>Runs a command to its end; all of its group is killed when cancelled.</summary>
    public static async Task<int> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        await using var process = Start(command);
        return await process.Exited.WaitAsync(cancellationToken);
    }

    /// <summary>Whether a command can be run, and ends well in time.</summary>
    public static async Task<bool> SucceedsAsync(string program, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (ExecutablePath.Find(program) is null) return false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            return await RunAsync(new() { FileName = program, Arguments = arguments }, patience.Token) == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Hands on all that it has printed so far.</summary>
    public void DrainOutput()
    {
        _output.Drain();
        _error.Drain();
    }

    /// <summary>Kills the process and its group, at once.</summary>
    public void Kill() => Signals.SendToGroup(Id, Signals.Kill);

    /// <summary>Asks the process and its group to end, and kills them when they haven't after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (Exited.IsCompleted) return;
        Signals.SendToGroup(Id, Signals.Terminate);
        try
        {
            await Exited.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted) Kill();
        await Exited;
        _process.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        try
        {
            await Task.WhenAll(_output.Ended, _error.Ended).WaitAsync(OutputGrace);
        }
        catch (TimeoutException)
        {
            // Somebody that it started still holds its output: what comes now is nobody's.
        }

        Running.TryRemove(this, out _);
        return _process.ExitCode;
    }
}
