using System.IO.Compression;
using Bench.Measuring;

namespace Bench.Package;

/// <summary>How big the package is that Lambda fetches before a cold start.</summary>
internal static class PackageBenchmark
{
    private const double Megabyte = 1024 * 1024;

    public static Benchmark Benchmark { get; } = new("package", "the deployed package's zip and its files", TimeSpan.FromMinutes(2), MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        using var publishing = new Publishing();
        var folder = await publishing.PublishAsync("src/CustomizerLambda", cancellationToken);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        var zip = folder + ".zip";
        await ZipFile.CreateFromDirectoryAsync(folder, zip, CompressionLevel.Optimal, includeBaseDirectory: false, cancellationToken);
        return
        [
            new("zip", new FileInfo(zip).Length / Megabyte, Unit.Megabytes) { Target = Bound.AtMost(5) },
            new("unzipped", files.Sum(file => new FileInfo(file).Length) / Megabyte, Unit.Megabytes),
            new("files", files.Length, Unit.Count),
        ];
    }
}
