using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Run;

/// <summary>How far one command is.</summary>
/// <param name="Supervisor">What became of the run's supervisor.</param>
/// <param name="StartedAt">When the command started, by the app's clock; null when it hasn't.</param>
/// <param name="End">How it ended; null when it hasn't.</param>
/// <param name="Size">How much it has printed, in bytes; up to its end, when it has ended.</param>
/// <param name="OutputFile">Where, in the app, that is.</param>
/// <param name="Bytes">The piece that was asked for; shorter or empty when there is no more.</param>
internal sealed record Progress(
    Supervisor Supervisor, DateTimeOffset? StartedAt, CommandEnd? End, long Size, string? OutputFile, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>How often it was started; 0 when it wasn't.</summary>
    public int Tries { get; private init; }

    /// <summary>Whether it prints no more that counts.</summary>
    public bool HasEnded => End is not null || Supervisor != Supervisor.Running;

    private static ReadOnlySpan<byte> Compressed => "gz:"u8;

    /// <summary>Reads an answer; null when it is damaged, or answers for another offset.</summary>
    /// <param name="output">Is given <see cref="Bytes"/>, behind what it has; they are good until more is written to it.</param>
    public static Progress? TryParse(Frame frame, long offset, ArrayBufferWriter<byte> output)
    {
        if (frame is not { Kind: "progress", Words: [var state, var begin, .. var end, var size, var triesWord, var note, [.. var log, '-'], var from, var length] }
            || end is not [var kind, var code, var endedAt]
            || RunState.Parse(state) is not { } supervisor
            || !TryParseNumber(size, out var printed)
            || !TryParseNumber(from, out var at) || at != offset
            || !TryParseNumber(length, out var count)
            || !TryParseTime(begin, out var startedAt)
            || !int.TryParse(triesWord, NumberStyles.None, CultureInfo.InvariantCulture, out var tries)
            || !CommandEnd.TryParse(kind, code, endedAt, note, out var commandEnd)
            || TryDecode(log) is not { } file
            || count > OutputWindow.LargestPiece || TryUnpack(frame.Body.Span, (int)count, output) is not { } bytes)
        {
            return null;
        }

        return new Progress(supervisor, startedAt, commandEnd, printed, file.Length == 0 ? null : Encoding.UTF8.GetString(file), bytes) { Tries = tries };
    }

    internal static bool TryParseTime(string word, out DateTimeOffset? time)
    {
        time = null;
        if (word == "-") return true;
        if (!TryParseNumber(word, out var milliseconds) || milliseconds > 253402300799999) return false;
        time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }

    private static bool TryParseNumber(string word, out long number) => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static byte[]? TryDecode(string base64)
    {
        var bytes = new byte[base64.Length / 4 * 3];
        return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }

    /// <summary>A piece of output, of which <paramref name="length"/> bytes are expected; no more are unpacked.</summary>
    private static ReadOnlyMemory<byte>? TryUnpack(ReadOnlySpan<byte> body, int length, ArrayBufferWriter<byte> output)
    {
        var isCompressed = body.StartsWith(Compressed);
        var base64 = isCompressed ? body[Compressed.Length..] : body;
        var decoded = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(base64.Length));
        try
        {
            if (Base64.DecodeFromUtf8(base64, decoded, out _, out var written) != OperationStatus.Done) return null;
            using Stream bytes = isCompressed ? new GZipStream(new MemoryStream(decoded, 0, written), CompressionMode.Decompress) : new MemoryStream(decoded, 0, written);
            return TryRead(bytes, length, output);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    private static ReadOnlyMemory<byte>? TryRead(Stream stream, int length, ArrayBufferWriter<byte> output)
    {
        try
        {
            var isWhole = stream.ReadAtLeast(output.GetSpan(length + 1)[..length], length, throwOnEndOfStream: false) == length && stream.ReadByte() < 0;
            if (!isWhole) return null;
            output.Advance(length);
            return output.WrittenMemory[^length..];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

/// <summary>How a command ended.</summary>
/// <param name="Outcome">What it comes to.</param>
/// <param name="ExitCode">0 to 255, when it ended by itself.</param>
/// <param name="Reason">Why it never ran, or what was wrong besides.</param>
/// <param name="At">When, by the app's clock.</param>
internal sealed record CommandEnd(Outcome Outcome, int? ExitCode, string? Reason, DateTimeOffset? At)
{
    /// <summary>Reads an outcome. One that can't be read is no outcome: never a success.</summary>
    /// <returns>False when it is damaged; true with a null <paramref name="end"/> when the command hasn't ended.</returns>
    public static bool TryParse(string kind, string code, string at, string note, out CommandEnd? end)
    {
        end = null;
        if (kind == "-") return true;
        if (!Progress.TryParseTime(at, out var endedAt)) return false;
        end = (kind, code) switch
        {
            ("exited", _) when int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var exitCode) && exitCode <= 255 =>
                new CommandEnd(exitCode == 0 ? Outcome.Succeeded : Outcome.Failed, exitCode, ReasonOf(note), endedAt),
            ("timed-out", "-") => new CommandEnd(Outcome.TimedOut, null, ReasonOf(note), endedAt),
            ("not-run", "-") => new CommandEnd(Outcome.NotRun, null, ReasonOf(note) ?? CommandReasons.Unknown, endedAt),
            _ => null,
        };
        return end is not null;
    }

    /// <summary>The reasons that a note names, in sentences; null where it names none that is known.</summary>
    private static string? ReasonOf(string note)
    {
        string[] reasons = [.. note.Split(';').Select(ReasonOfWord).OfType<string>()];
        return reasons.Length == 0 ? null : string.Join("; ", reasons);
    }

    private static string? ReasonOfWord(string word) => word switch
    {
        "already-succeeded" => CommandReasons.AlreadySucceeded,
        "unchanged" => CommandReasons.Unchanged,
        "succeeded-before" => CommandReasons.SucceededBefore,
        "disk-full" => CommandReasons.DiskFull,
        "output-deleted" => CommandReasons.OutputDeleted,
        _ when word.Split(':') is ["own-limit", var limit] && TryParseLimit(limit) is { } time => CommandReasons.OwnLimit(time),
        _ when word.Split(':') is ["run-limit", var limit] && TryParseLimit(limit) is { } time => CommandReasons.RunLimit(time),
        _ when word.Split(':') is ["not-for", var directive, var name] => CommandReasons.NotFor(directive, name),
        _ when word.Split(':', 2) is ["stopped-by", var command] => CommandReasons.StoppedBy(command),
        _ => null,
    };

    private static TimeSpan? TryParseLimit(string seconds) =>
        int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit <= 86400 ? TimeSpan.FromSeconds(limit) : null;
}
