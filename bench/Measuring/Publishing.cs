using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bench.Measuring;

/// <summary>Publishes programs of this checkout, in a folder that is deleted in the end.</summary>
internal sealed class Publishing : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("customizer-bench-").FullName;
    private int _count;

    /// <summary>For <see cref="PublishAsync"/>: compiled ahead for this machine's processor, as the Makefile does for the one it is given.</summary>
    public static IReadOnlyList<string> ForThisProcessor { get; } = ["--runtime", RuntimeInformation.RuntimeIdentifier, "--no-self-contained"];

    /// <summary>The checkout's root.</summary>
    public static string Checkout { get; } = FindCheckout();

    /// <summary>Publishes a project as it is deployed, but for this machine.</summary>
    /// <param name="project">Its folder, from the checkout's root.</param>
    /// <param name="cancellationToken">Stops publishing.</param>
    /// <param name="arguments">More for <c>dotnet publish</c>.</param>
    /// <returns>The folder that it was published to.</returns>
    public async Task<string> PublishAsync(string project, CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        var folder = Path.Combine(_root, $"{++_count}");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Checkout, RedirectStandardOutput = true };
        string[] all =
        [
            "publish", project, "--configuration", "Release", "--output", folder, "--artifacts-path", folder + ".artifacts",
            "--nologo", "--verbosity", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. arguments,
        ];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            var printed = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? folder : throw new InvalidOperationException($"{project} can't be published:\n{printed}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string FindCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CustomizerLambda.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("This isn't run from a checkout.");
    }
}
