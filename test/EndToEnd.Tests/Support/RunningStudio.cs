using System.Text.Json;
using System.Text.Json.Nodes;
using LocalStudio;
using LocalStudio.Lambda;
using Xunit;

namespace EndToEnd.Tests.Support;

/// <summary>
/// LocalStudio with one set of set-up commands (a folder of <c>commands/</c>). When it is disposed, it checks what every test must leave: no secret in
/// anything that the function has printed.
/// </summary>
internal sealed class RunningStudio : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private RunningStudio() => _patience.CancelAfter(Patience);

    public StudioHost Host { get; private set; } = null!;

    /// <summary>Ends waits that a fault has made endless.</summary>
    public CancellationToken Token => _patience.Token;

    /// <param name="commands">A folder of <c>commands/</c>, an absolute path, or null for the repository's set-up commands.</param>
    public static async Task<RunningStudio> StartAsync(string? commands, StudioOptions? options = null)
    {
        var studio = new RunningStudio();
        var folder = commands is null ? null : Path.Combine(AppContext.BaseDirectory, "commands", commands);
        try
        {
            studio.Host = await StudioHost.StartAsync((options ?? new StudioOptions()) with { SetupCommandsDirectory = folder }, studio.Token);
        }
        catch (FaultUnavailableException exception)
        {
            Assert.Skip(exception.Message);
        }

        return studio;
    }

    /// <summary>Starts an app and waits for what becomes of the event.</summary>
    public async Task<(StudioApp App, Report Report)> CustomizeAsync(string appType = "JupyterLab")
    {
        var app = await Host.CreateAppAsync(appType, null, Token);
        return (app, await ReportAsync());
    }

    /// <summary>Calls SageMaker's API as an administrator does; it must accept.</summary>
    public async Task<JsonObject> CallAsync(string operation, JsonObject input)
    {
        var response = await Host.CallAsync(operation, input, Token);
        Assert.True(response.IsSuccess, $"{operation}: {response.Body.ToJsonString()}");
        return response.Body;
    }

    /// <summary>The one report of the run: of invocations that handed it over, or found it followed or reported, there may be more.</summary>
    public async Task<Report> ReportAsync()
    {
        await foreach (var invocation in Host.Function.Invocations.ReadAllAsync(Token))
        {
            await invocation.Ended.WaitAsync(Token);
            var report = Report.Of(invocation);
            if (!report.HandedOver && report.Reason is not "another invocation follows the run" && report.Reason?.StartsWith("the run is reported already", StringComparison.Ordinal) != true) return report;
        }

        throw new InvalidOperationException("There was no invocation.");
    }

    /// <summary>Every invocation so far has ended.</summary>
    public async Task<IReadOnlyList<Report>> ReportsAsync(int invocations)
    {
        var ended = await Host.Function.WaitForInvocationsAsync(invocations, Token);
        return [.. ended.Select(Report.Of)];
    }

    /// <summary>Waits until the function has logged a message that begins so.</summary>
    public Task WaitForMessageAsync(string beginning) =>
        Host.Function.Log.WaitForAsync(line => LogLine.Parse(line.Text)?.Message.StartsWith(beginning, StringComparison.Ordinal) == true, Token);

    /// <summary>
    /// What the log has of one command's output, in the order in which it came. A piece that was being logged when the function was killed may come
    /// again, the same under the same offset, and counts once.
    /// </summary>
    public string OutputOf(string command) =>
        string.Concat(LogLines.Where(line => line.Command == command && line.Output is not null).Select(line => (line.Offset, line.Output)).Distinct().Select(piece => piece.Output));

    /// <summary>What the function said of ways to the app that it lost.</summary>
    public IEnumerable<string> LostWays => LogLines.Select(line => line.Message).Where(message => message.StartsWith("Lost the way to the app", StringComparison.Ordinal));

    public IEnumerable<LogLine> LogLines => Host.Function.Log.Entries.Select(line => LogLine.Parse(line.Text)).OfType<LogLine>();

    public async ValueTask DisposeAsync()
    {
        var printed = Host.Function.Log.Entries;
        await Host.DisposeAsync();
        _patience.Dispose();
        foreach (var line in printed)
        {
            Assert.DoesNotContain("token=", line.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("/auth", line.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("eyJ", line.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("_xsrf", line.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("cookie", line.Text, StringComparison.OrdinalIgnoreCase);
        }
    }
}

/// <summary>One line of the function's log.</summary>
internal sealed record LogLine(string Level, string Message, string? Command, string? Output, long? Offset)
{
    /// <returns>Null for a line that isn't the function's own.</returns>
    public static LogLine? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            return new LogLine(
                root.GetProperty("level").GetString()!,
                root.GetProperty("message").GetString()!,
                root.TryGetProperty("command", out var command) ? command.GetString() : null,
                root.TryGetProperty("output", out var output) ? output.GetString() : null,
                root.TryGetProperty("offset", out var offset) ? offset.GetInt64() : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
