using System.Globalization;
using LocalStudio.Http;
using LocalStudio.Processes;

namespace LocalStudio.Lambda;

/// <summary>One process of the function, and the Runtime API that it talks to. It handles one invocation at a time.</summary>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    private readonly FunctionConfiguration _configuration;
    private readonly RuntimeApi _runtimeApi = new();
    private readonly Action<FunctionLogLine> _onLine;
    private LoopbackServer? _server;
    private ChildProcess? _process;
    private volatile Invocation? _current;
    private string? _stoppedBy;

    private ExecutionEnvironment(FunctionConfiguration configuration, Action<FunctionLogLine> onLine) => (_configuration, _onLine) = (configuration, onLine);

    /// <summary>What it was started with.</summary>
    public FunctionConfiguration Configuration => _configuration;

    /// <summary>Whether its process is still there to take an invocation.</summary>
    public bool IsUsable => _process is { Exited.IsCompleted: false } && _stoppedBy is null;

    public static async Task<ExecutionEnvironment> StartAsync(
        FunctionConfiguration configuration, string home, Action<FunctionLogLine> onLine, CancellationToken cancellationToken)
    {
        var environment = new ExecutionEnvironment(configuration, onLine);
        environment._server = await LoopbackServer.StartAsync(0, environment._runtimeApi.HandleAsync, cancellationToken);
        var logStream = $"{DateTime.UtcNow.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)}/[$LATEST]{Guid.NewGuid():N}";
        environment._process = ChildProcess.Start(new()
        {
            FileName = DotNetHost.Path,
            Arguments = [Path.Combine(configuration.Package, "CustomizerLambda.dll")],
            WorkingDirectory = configuration.Package,
            Environment = FunctionEnvironment.Of(configuration, environment._server.Url, logStream, home),
            OnOutput = line => environment.Print(line, isError: false),
            OnError = line => environment.Print(line, isError: true),
        });
        return environment;
    }

    /// <summary>Gives the function an event and waits for what becomes of it.</summary>
    public async Task<InvocationAttempt> InvokeAsync(Invocation invocation, int number, CancellationToken cancellationToken)
    {
        var startedAt = DateTimeOffset.UtcNow;
        _current = invocation;
        var answer = _runtimeApi.Offer(invocation, startedAt + _configuration.Timeout);
        var (result, error) = await AnswerAsync(invocation, answer, cancellationToken);
        _process!.DrainOutput();
        return new InvocationAttempt(number, startedAt, DateTimeOffset.UtcNow, result, error, PeakMemory.Of(_process.Id));
    }

    /// <summary>Kills the process, as a crash would.</summary>
    public void Kill()
    {
        _stoppedBy ??= "signal: killed";
        _process!.Kill();
    }

    /// <summary>Asks the process to end; kills it when it doesn't.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.StopAsync(StopGrace);
            await _process.DisposeAsync();
        }

        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task<RuntimeAnswer> AnswerAsync(Invocation invocation, Task<RuntimeAnswer> answer, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_configuration.Timeout);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var first = await Task.WhenAny(answer, _process!.Exited).WaitAsync(waiting.Token);
            return first == answer ? await answer : ExitError(invocation, await _process.Exited);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _stoppedBy = "timeout";
            _process!.Kill();
            await _process.Exited;
            var seconds = _configuration.Timeout.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            return new(null, new("Sandbox.Timedout", $"RequestId: {invocation.RequestId} Error: Task timed out after {seconds} seconds"));
        }
    }

    private RuntimeAnswer ExitError(Invocation invocation, int exitCode)
    {
        if (_runtimeApi.InitializationError is { } error) return new(null, error);
        var how = _stoppedBy ?? $"exit status {exitCode}";
        return new(null, new("Runtime.ExitError", $"RequestId: {invocation.RequestId} Error: Runtime exited with error: {how}"));
    }

    private void Print(string line, bool isError) => _onLine(new FunctionLogLine(DateTimeOffset.UtcNow, _current?.RequestId, isError, line));
}
