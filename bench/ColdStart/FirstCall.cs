using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bench.Measuring;

namespace Bench.ColdStart;

/// <summary>What a process took to make its first call of an AWS API.</summary>
/// <param name="Wall">From the start of the process until the call arrived.</param>
/// <param name="Processor">The processor time that it took for that.</param>
/// <param name="PeakMemoryBytes">The most memory that it had until then.</param>
internal sealed record FirstCallSample(TimeSpan Wall, TimeSpan Processor, long PeakMemoryBytes);

/// <summary>
/// Lambda's Runtime API with one event, and an AWS API that only listens. A process is started, given the event, and killed as soon as its first call
/// has come.
/// </summary>
internal sealed class FirstCall : IDisposable
{
    private const string Region = "eu-west-1"; // the event's
    private static readonly byte[] Event = File.ReadAllBytes(Path.Combine(Publishing.Checkout, "events", "create-app-jupyterlab.json"));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpListener _listener = new();
    private readonly string _authority;
    private TaskCompletionSource<long> _called = new();

    public FirstCall()
    {
        _authority = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort()}");
        _listener.Prefixes.Add($"http://{_authority}/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Starts a process, and waits for its first call.</summary>
    /// <exception cref="TimeoutException">It made none.</exception>
    public async Task<FirstCallSample> MeasureAsync(Command command, CancellationToken cancellationToken)
    {
        _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = Stopwatch.GetTimestamp();
        using var process = Start(command);
        try
        {
            var called = await _called.Task.WaitAsync(Patience, cancellationToken);
            process.Refresh();
            return new FirstCallSample(Stopwatch.GetElapsedTime(began, called), process.TotalProcessorTime, PeakMemory(process));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _listener.Close();

    private Process Start(Command command)
    {
        var start = new ProcessStartInfo(command.FileName) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in Variables().Concat(command.Environment)) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private Dictionary<string, string> Variables() => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = _authority,
        ["AWS_REGION"] = Region,
        ["AWS_DEFAULT_REGION"] = Region,
        ["AWS_ACCESS_KEY_ID"] = "ASIALOCALFUNCTION000",
        ["AWS_SECRET_ACCESS_KEY"] = "not-a-secret",
        ["AWS_SESSION_TOKEN"] = "not-a-secret",
        ["AWS_ENDPOINT_URL"] = $"http://{_authority}",
        ["HOME"] = Path.GetTempPath(),
    };

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                if (context.Request.HttpMethod == "POST") _called.TrySetResult(Stopwatch.GetTimestamp());
                else await GiveEventAsync(context.Response);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It is being disposed of.
        }
    }

    private static async Task GiveEventAsync(HttpListenerResponse response)
    {
        response.AddHeader("Lambda-Runtime-Aws-Request-Id", Guid.NewGuid().ToString());
        response.AddHeader("Lambda-Runtime-Invoked-Function-Arn", $"arn:aws:lambda:{Region}:111122223333:function:bench");
        response.AddHeader("Lambda-Runtime-Deadline-Ms", (DateTimeOffset.UtcNow + Patience).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        response.ContentType = "application/json";
        await response.OutputStream.WriteAsync(Event);
        response.Close();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static long PeakMemory(Process process)
    {
        if (!OperatingSystem.IsLinux()) return process.PeakWorkingSet64;
        var line = File.ReadLines($"/proc/{process.Id}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }
}

/// <summary>A program to start.</summary>
internal sealed record Command(string FileName, params string[] Arguments)
{
    /// <summary>Variables besides those that Lambda sets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
