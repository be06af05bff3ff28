using System.Text.Json;
using System.Text.Json.Nodes;
using LocalStudio;
using LocalStudio.Lambda;

namespace Bench.Measuring;

/// <summary>LocalStudio with one folder of <c>commands/</c>, and an app that is in service.</summary>
internal sealed class BenchStudio : IAsyncDisposable
{
    private readonly Publishing? _publishing;

    private BenchStudio(StudioHost host, StudioApp app, Publishing? publishing) => (Host, App, _publishing) = (host, app, publishing);

    public StudioHost Host { get; }

    /// <summary>An app that is in service, and whose own run has ended.</summary>
    public StudioApp App { get; }

    /// <summary>A folder of set-up commands.</summary>
    public static string Commands(string name) => Path.Combine(AppContext.BaseDirectory, "commands", name);

    /// <summary>Starts it, with an app that is customized once, by a cold function.</summary>
    public static Task<BenchStudio> StartAsync(string commands, StudioOptions options, CancellationToken cancellationToken) =>
        StartAsync(commands, options, publishing: null, cancellationToken);

    /// <summary>The same, with the function as it is deployed: compiled ahead.</summary>
    public static async Task<BenchStudio> StartDeployedAsync(string commands, StudioOptions options, CancellationToken cancellationToken)
    {
        var publishing = new Publishing();
        try
        {
            string[] arguments = [.. Publishing.ForThisProcessor, $"-p:SetupCommandsDirectory={Commands(commands)}"];
            var package = await publishing.PublishAsync("src/CustomizerLambda", cancellationToken, arguments);
            return await StartAsync(commands, options with { Package = package }, publishing, cancellationToken);
        }
        catch
        {
            publishing.Dispose();
            throw;
        }
    }

    private static async Task<BenchStudio> StartAsync(string commands, StudioOptions options, Publishing? publishing, CancellationToken cancellationToken)
    {
        var host = await StudioHost.StartAsync(options with { SetupCommandsDirectory = Commands(commands) }, cancellationToken);
        var app = await host.CreateAppAsync("JupyterLab", null, cancellationToken);
        var studio = new BenchStudio(host, app, publishing);
        Check((await host.Function.WaitForInvocationsAsync(1, cancellationToken))[0]);
        return studio;
    }

    /// <summary>Has the function customize the app once more.</summary>
    /// <returns>The attempt that ended in a report of a run that is done.</returns>
    public async Task<InvocationAttempt> CustomizeAsync(CancellationToken cancellationToken)
    {
        var payload = new JsonObject { ["domainId"] = App.DomainId, ["appType"] = App.AppType, ["spaceName"] = App.SpaceName };
        return Check(await Host.Function.InvokeAsync(payload.ToJsonString(), cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _publishing?.Dispose();
    }

    private static InvocationAttempt Check(Invocation invocation)
    {
        if (invocation.Result is null) throw new InvalidOperationException($"The function failed: {invocation.Error?.Message}");
        using var report = JsonDocument.Parse(invocation.Result);
        return report.RootElement.GetProperty("verdict").GetString() == "done"
            ? invocation.Attempts[^1]
            : throw new InvalidOperationException($"The run isn't done: {invocation.Result}");
    }
}
