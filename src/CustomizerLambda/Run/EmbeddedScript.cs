using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace CustomizerLambda.Run;

/// <summary>The scripts in this folder, which are built into the assembly.</summary>
internal static partial class EmbeddedScript
{
    /// <summary>What both scripts know of a run, and which is in front of each.</summary>
    private const string Shared = "state.sh";

    /// <summary>A script, with what it shares with the other.</summary>
    public static byte[] Read(string name) => [.. ReadPart(Shared), .. ReadPart(name)];

    private static byte[] ReadPart(string name)
    {
        using var stream = typeof(EmbeddedScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} isn't built into the assembly.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>A script as it is typed: without its comments, compressed, in base64.</summary>
    public static string ReadCompressed(string name)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.SmallestSize)) gzip.Write(Encoding.UTF8.GetBytes(Comments().Replace(Encoding.UTF8.GetString(Read(name)), "")));
        return Convert.ToBase64String(content.ToArray());
    }

    /// <summary>Whole lines of comments: these scripts have no text over several lines that could hold one.</summary>
    [GeneratedRegex(@"^[ ]*#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comments();
}
