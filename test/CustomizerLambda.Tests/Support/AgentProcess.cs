using System.Diagnostics;
using System.Text;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Support;

/// <summary>agent.sh in real bash, over pipes instead of a terminal.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly Process _process;
    private readonly FrameReader _reader;
    private readonly Queue<Frame> _frames = new();
    private string? _lease;
    private int _requests;
    private readonly StringBuilder _errors = new();

    /// <param name="lease">The right to follow, where another agent of the same follower had it.</param>
    /// <param name="before">What the shell does first.</param>
    public AgentProcess(AppFolder app, string runId, string? lease = null, string before = "")
    {
        _lease = lease;
        _reader = new FrameReader(runId);
        _process = app.StartBash("-c", $"{before} id=$1; . \"$2\"", "agent", runId, Path.Combine(app.Scripts, "agent.sh"));
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
    }

    public static string NewRunId() => Guid.NewGuid().ToString("D");

    /// <summary>Asks, and waits for the answer.</summary>
    public async Task<Frame> AskAsync(string request)
    {
        var number = ++_requests;
        await _process.StandardInput.WriteAsync($"{number} {request}\n".AsMemory(), Patience.Token);
        await _process.StandardInput.FlushAsync(Patience.Token);
        return await NextAsync(number);
    }

    /// <summary>Asks what became of the run, and for the right to follow it.</summary>
    public async Task<RunState> LookAsync()
    {
        var state = RunState.TryParse(await AskAsync($"look {_lease ?? "-"}")) ?? throw new InvalidDataException("The answer to 'look' can't be read.");
        _lease = state.Lease ?? _lease;
        return state;
    }

    public async Task PutAsync(ReadOnlyMemory<byte> archive)
    {
        foreach (var piece in Convert.ToBase64String(archive.Span).Chunk(3000)) Assert.Equal("ok", (await AskAsync($"put {new string(piece)}")).Kind);
    }

    public async Task StartAsync(SetupPackage package, string environment, int limit = 600, long keep = 1024 * 1024, string retried = "-")
    {
        var archive = RunArchive.Create(Packages.PlanOf(package));
        await PutAsync(archive.Content);
        var request = $"start {archive.Digest} {limit} {keep} {retried} {Convert.ToBase64String(Encoding.UTF8.GetBytes(environment))}";
        Assert.Equal("ok", (await AskAsync(request)).Kind);
        await LookAsync();
    }

    /// <summary>Waits until a command has ended, or its supervisor has; and reads what it printed.</summary>
    public async Task<Progress> WaitForAsync(int command)
    {
        while (!(await ProgressAsync($"follow {command} {OutputWindow.PastHead} 0 0", OutputWindow.PastHead)).HasEnded)
        {
            // It takes longer than one answer.
        }

        return await ProgressAsync($"read {command} 0 100000", 0);
    }

    /// <summary>Waits until the supervisor has come to its end; and reads what every command came to.</summary>
    public async Task<IReadOnlyList<Progress>> WaitForAllAsync()
    {
        List<Progress> all = [];
        foreach (var number in Enumerable.Range(1, (await LookAsync()).Commands.Count)) all.Add(await WaitForAsync(number));
        // A command that will never be: it is asked for until the supervisor has ended.
        while ((await WaitForAsync(1000)).Supervisor is Supervisor.Running)
        {
        }

        return all;
    }

    /// <summary>Says good-bye, and waits until the agent is gone.</summary>
    public async Task LeaveAsync()
    {
        await _process.StandardInput.WriteAsync("0 bye\n".AsMemory(), Patience.Token);
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(Patience.Token);
    }

    /// <summary>Kills it, as the app's terminal does when the server goes.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Patience.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<Progress> ProgressAsync(string request, long offset) =>
        Progress.TryParse(await AskAsync(request), offset, new()) ?? throw new InvalidDataException($"The answer to '{request}' can't be read.");

    private async Task<Frame> NextAsync(int number)
    {
        var buffer = new byte[1 << 16];
        List<Frame> frames = [];
        while (true)
        {
            while (_frames.TryDequeue(out var frame))
            {
                if (frame.Number == number && frame.Kind != "ready") return frame;
            }

            var read = await _process.StandardOutput.BaseStream.ReadAsync(buffer, Patience.Token);
            if (read == 0)
            {
                await _process.WaitForExitAsync(Patience.Token);
                throw new EndOfStreamException($"The agent is gone, with exit code {_process.ExitCode}: {_errors}");
            }

            _reader.Append(buffer.AsSpan(0, read), frames, _ => true);
            frames.ForEach(_frames.Enqueue);
            frames.Clear();
        }
    }
}
