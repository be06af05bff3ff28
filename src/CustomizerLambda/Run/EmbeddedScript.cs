using System.IO.Compression;

namespace CustomizerLambda.Run;

/// <summary>The scripts in this folder, which are built into the assembly.</summary>
internal static class EmbeddedScript
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} isn't built into the assembly.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>A script as it is typed: compressed, in base64.</summary>
    public static string ReadCompressed(string name)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.SmallestSize)) gzip.Write(Read(name));
        return Convert.ToBase64String(content.ToArray());
    }
}
