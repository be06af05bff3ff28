using System.Collections.Concurrent;
using LocalStudio.Lambda;
using LocalStudio.Processes;
using LocalStudio.Studio;

namespace LocalStudio.Preview;

/// <summary>The published function's program, run by hand: for what it offers besides being a function.</summary>
internal static class FunctionProgram
{
    /// <param name="package">The published function.</param>
    /// <param name="environment">The whole environment; null to hand on our own.</param>
    /// <param name="arguments">What it is asked.</param>
    /// <param name="onOutput">Gets each line of standard output.</param>
    /// <param name="onError">Gets each line of standard error.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>Its exit code.</returns>
    public static Task<int> RunAsync(
        string package, IReadOnlyDictionary<string, string>? environment, string[] arguments, Action<string> onOutput, Action<string> onError, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(
            new()
            {
                FileName = DotNetHost.Path,
                Arguments = [Path.Combine(package, "CustomizerLambda.dll"), .. arguments],
                Environment = environment,
                OnOutput = onOutput,
                OnError = onError,
            },
            cancellationToken);

    /// <summary>Asks what the function would do about an event.</summary>
    /// <exception cref="SetupException">It can't be told, and why.</exception>
    public static async Task<RunPreview> PlanAsync(FunctionConfiguration configuration, string eventJson, string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, eventJson, cancellationToken);
        ConcurrentQueue<string> output = new(), errors = new();
        var environment = FunctionEnvironment.Of(configuration, new Uri("http://127.0.0.1"), "plan", folder);
        var exitCode = await RunAsync(configuration.Package, environment, ["plan", file, Arns.Function], output.Enqueue, errors.Enqueue, cancellationToken);
        return exitCode == 0 ? RunPreview.Parse(string.Concat(output)) : throw new SetupException(string.Join('\n', errors));
    }
}
