using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalStudio;
using LocalStudio.Lambda;

namespace Bench.Measuring;

/// <summary>Output of a command, from the file that it prints to the lines that the function logs.</summary>
internal static class PrintedOutput
{
    /// <summary>The most that may be logged of one command's output, in the function's variables.</summary>
    public static StudioOptions LogsEverything { get; } = new()
    {
        FunctionEnvironment = new Dictionary<string, string> { ["CUSTOMIZER_OUTPUT_LIMIT_BYTES"] = (1L << 30).ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>Makes the file that <c>commands/prints</c> prints: lines of words and numbers, no two the same.</summary>
    public static async Task WriteAsync(StudioApp app, int megabytes, CancellationToken cancellationToken)
    {
        await using var file = new StreamWriter(Path.Combine(app.HomePath, "bench-output"));
        var length = megabytes * 1024L * 1024;
        var random = new Random(megabytes);
        for (long written = 0, number = 1; written < length; number++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"step {number}: unpacked /opt/conda/lib/python3.12/site-packages/module_{random.Next(100_000)}/part_{random.Next():x8}.py, {random.Next(1_000_000)} bytes\n");
            if (written + line.Length > length) line = new string('.', (int)(length - written - 1)) + "\n";
            await file.WriteAsync(line.AsMemory(), cancellationToken);
            written += line.Length;
        }
    }

    /// <summary>The lines, from the <paramref name="after"/>th on, that have output in them.</summary>
    public static IReadOnlyList<FunctionLogLine> Of(StudioHost studio, int after) =>
        [.. studio.Function.Log.Entries.Skip(after).Where(line => line.Text.Contains("\"output\":", StringComparison.Ordinal))];

    /// <summary>What a line has of it, or nothing.</summary>
    public static string Text(FunctionLogLine line)
    {
        using var json = JsonDocument.Parse(line.Text);
        return json.RootElement.TryGetProperty("output", out var output) ? output.GetString()! : "";
    }

    /// <summary>How long a line is in the log, in bytes.</summary>
    public static int Length(FunctionLogLine line) => Encoding.UTF8.GetByteCount(line.Text) + 1;
}
