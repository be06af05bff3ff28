using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Run;

/// <summary>Writes what a command printed into the log.</summary>
internal static class OutputLog
{
    /// <summary>How much output a line of the log has, in bytes as they were printed: CloudWatch takes it whole, and to .NET its text is no large object.</summary>
    public const int LongestLine = 32 * 1024;

    /// <summary>Writes a piece, in as many lines as that takes. Where they are cut follows from the bytes alone, so the same piece makes the same lines.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="offset">Where in the command's output the piece begins.</param>
    /// <param name="bytes">The piece, which ends where a line of the log may end.</param>
    public static void Write(ILogger logger, string command, long offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var line = bytes[..Math.Min(bytes.Length, LongestLine)];
            var text = OutputText.Render(line, isLast: line.Length == bytes.Length, out var consumed);
            if (text.Length > 0) logger.CommandPrinted(command, offset, SecretMask.Apply(text));
            offset += consumed;
            bytes = bytes[consumed..];
        }
    }
}
