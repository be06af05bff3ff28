using System.Collections;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LocalStudio.Processes;

namespace LocalStudio.Package;

/// <summary>Publishes the function as it is deployed.</summary>
public static class FunctionPackage
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Published = new(StringComparer.Ordinal);
    private static readonly Lazy<string> OutputRoot = new(MakeOutputRoot);

    /// <summary>The package that the options name; else it is published.</summary>
    internal static async Task<string> FindOrPublishAsync(StudioOptions options, CancellationToken cancellationToken)
    {
        if (options.Package is { } package)
        {
            return File.Exists(Path.Combine(package, "CustomizerLambda.dll")) ? Path.GetFullPath(package) : throw new SetupException($"There's no CustomizerLambda.dll in {package}.");
        }

        options.Say("Publishing the function");
        return await PublishAsync(options.SetupCommandsDirectory, cancellationToken);
    }

    /// <summary>Publishes the function with the set-up commands of a folder. Each folder is published once in this process.</summary>
    /// <param name="setupCommandsDirectory">The folder; null for the repository's own.</param>
    /// <param name="cancellationToken">Stops waiting; whoever asks next finds the package, or waits for it.</param>
    /// <returns>The published folder. It is deleted when this process ends.</returns>
    /// <exception cref="SetupException">The function doesn't build, or the commands aren't fit to be run: the message has the compiler's output.</exception>
    public static async Task<string> PublishAsync(string? setupCommandsDirectory, CancellationToken cancellationToken)
    {
        var folder = SetupCommandsDirectory(setupCommandsDirectory);
        var publishing = Published.GetOrAdd(folder, static key => new Lazy<Task<string>>(() => Task.Run(() => PublishOnceAsync(key, check: true))));
        return await publishing.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Publishes the function with the repository's own set-up commands, whether they can be used or not.</summary>
    /// <exception cref="SetupException">The function doesn't build.</exception>
    internal static Task<string> PublishUncheckedAsync(CancellationToken cancellationToken) =>
        Task.Run(() => PublishOnceAsync(SetupCommandsDirectory(null), check: false), cancellationToken);

    /// <summary>The folder of set-up commands; the repository's own when none is named.</summary>
    /// <exception cref="SetupException">It isn't there.</exception>
    internal static string SetupCommandsDirectory(string? directory)
    {
        var folder = Path.GetFullPath(directory ?? Path.Combine(Repository.Root, "setup-commands"));
        return Directory.Exists(folder) ? folder : throw new SetupException($"There's no folder {folder} with set-up commands.");
    }

    private static async Task<string> PublishOnceAsync(string setupCommandsDirectory, bool check)
    {
        var variant = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Repository.Root}\n{setupCommandsDirectory}")))[..16];
        var output = Path.Combine(OutputRoot.Value, variant);
        using var artifacts = ArtifactsFolder.Take(variant, setupCommandsDirectory);
        using var scratch = new TemporaryFolder();
        var printed = new ConcurrentQueue<string>();
        var publish = new ProcessCommand
        {
            FileName = DotNetHost.Path,
            Arguments = [.. Arguments(setupCommandsDirectory, output, artifacts.Path), $"-p:CheckSetupCommands={(check ? "true" : "false")}"],
            WorkingDirectory = Repository.Root,
            Environment = Environment(scratch.Path),
            OnOutput = printed.Enqueue,
            OnError = printed.Enqueue,
        };
        var exitCode = await ChildProcess.RunAsync(publish, CancellationToken.None);
        return exitCode == 0 ? output : throw new SetupException("The function can't be published:\n" + string.Join('\n', printed));
    }

    /// <summary>Artifacts apart, so that variants never mix and the repository's own aren't touched; no build server, so that nothing is left running.</summary>
    private static string[] Arguments(string setupCommandsDirectory, string output, string artifacts) =>
    [
        "publish", Path.Combine(Repository.Root, "src", "CustomizerLambda"),
        "--configuration", "Release",
        "--output", output,
        "--artifacts-path", artifacts,
        "--nologo",
        "--verbosity", "quiet",
        "-nodeReuse:false",
        "-p:UseSharedCompilation=false",
        $"-p:SetupCommandsDirectory={setupCommandsDirectory}",
    ];

    /// <summary>The SDK leaves folders among the temporary files; NuGet's have the locks that its processes share.</summary>
    private static Dictionary<string, string> Environment(string scratch)
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);
        environment["TMPDIR"] = scratch;
        environment.TryAdd("NUGET_SCRATCH", Path.Combine(CacheFolder.Path, "nuget-scratch"));
        return environment;
    }

    private static string MakeOutputRoot()
    {
        ArtifactsFolder.Prune();
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder.Path;
    }
}
