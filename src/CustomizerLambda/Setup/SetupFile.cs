namespace CustomizerLambda.Setup;

/// <summary>A file of <c>setup-commands/</c>: a command, or what travels along.</summary>
/// <param name="Open">Its content, from the beginning.</param>
/// <param name="IsExecutable">Whether its owner may execute it; so may the app's user then.</param>
internal sealed record SetupFile(Func<Stream> Open, bool IsExecutable)
{
    /// <summary>A file from where nobody keeps modes, as on Windows: what begins like a program is one.</summary>
    public static SetupFile WithoutMode(Func<Stream> open)
    {
        using var stream = open();
        Span<byte> head = stackalloc byte[4];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return new SetupFile(open, head[..length].StartsWith("#!"u8) || head[..length].SequenceEqual("\u007fELF"u8));
    }

    /// <summary>Its bytes.</summary>
    public byte[] Read()
    {
        using var stream = Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>How many bytes it has.</summary>
    public long Length()
    {
        using var stream = Open();
        return stream.Length;
    }
}
