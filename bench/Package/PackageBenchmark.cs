using System.IO.Compression;
using Bench.Measuring;

namespace Bench.Package;

/// <summary>How big the package is that Lambda fetches before a cold start.</summary>
internal static class PackageBenchmark
{
    private const double Megabyte = 1024 * 1024;

    public static Benchmark Benchmark { get; } = new("package", "the deployed package's zip and its files", TimeSpan.FromMinutes(5), MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        using var publishing = new Publishing();
        return
        [
            .. await FiguresAsync("compiled ahead", await publishing.PublishAsync("src/CustomizerLambda", cancellationToken, Publishing.ForThisProcessor), cancellationToken),
            .. await FiguresAsync("portable", await publishing.PublishAsync("src/CustomizerLambda", cancellationToken), cancellationToken),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> FiguresAsync(string name, string folder, CancellationToken cancellationToken)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        var zip = folder + ".zip";
        await ZipFile.CreateFromDirectoryAsync(folder, zip, CompressionLevel.Optimal, includeBaseDirectory: false, cancellationToken);
        return
        [
            new($"{name}: zip", new FileInfo(zip).Length / Megabyte, Unit.Megabytes) { Target = Bound.AtMost(5) },
            new($"{name}: unzipped", files.Sum(file => new FileInfo(file).Length) / Megabyte, Unit.Megabytes),
            new($"{name}: files", files.Length, Unit.Count),
        ];
    }
}
