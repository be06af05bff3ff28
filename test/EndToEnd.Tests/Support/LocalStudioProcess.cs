using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Xunit;

namespace EndToEnd.Tests.Support;

/// <summary>The LocalStudio command, as a user starts it, with a folder for its temporary files that is the test's own.</summary>
internal sealed class LocalStudioProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<string> _seen = [];

    private LocalStudioProcess(Process process)
    {
        _process = process;
        _patience.CancelAfter(Patience);
        _ = ReadAsync();
    }

    public int Id => _process.Id;

    public CancellationToken Token => _patience.Token;

    /// <summary>What it has printed, as far as it was waited for.</summary>
    public IReadOnlyList<string> Seen => _seen;

    public static LocalStudioProcess Start(string temporary, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalStudio.dll"), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["TMPDIR"] = temporary;
        return new LocalStudioProcess(Process.Start(start)!);
    }

    /// <summary>A folder of <c>commands/</c>.</summary>
    public static string Commands(string name) => Path.Combine(AppContext.BaseDirectory, "commands", name);

    /// <summary>Reads on to a line that has a text in it.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        while (true)
        {
            var line = await _lines.Reader.ReadAsync(Token);
            _seen.Add(line);
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        }
    }

    /// <summary>Reads all that it still prints, and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(Token)) _seen.Add(line);
        await _process.WaitForExitAsync(Token);
        return _process.ExitCode;
    }

    /// <summary>Sends it a signal: <c>INT</c>, <c>TERM</c>, <c>KILL</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _patience.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) _lines.Writer.TryWrite(line);
        _lines.Writer.Complete();
    }
}
