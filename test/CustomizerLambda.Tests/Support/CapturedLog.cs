using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Logging;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Tests.Support;

/// <summary>The function's log, as it writes it.</summary>
internal sealed class CapturedLog : IDisposable
{
    private readonly MemoryStream _written = new();

    public CapturedLog() => Logger = new JsonLinesLogger(_written, LogLevel.Trace, TimeProvider.System);

    public ILogger Logger { get; }

    /// <summary>Offset and text of each piece of output, in order.</summary>
    public IReadOnlyList<(long Offset, string Text)> Pieces =>
    [
        .. Encoding.UTF8.GetString(_written.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => line["output"] is not null)
            .Select(line => (line["offset"]!.GetValue<long>(), line["output"]!.GetValue<string>())),
    ];

    public string Output => string.Concat(Pieces.Select(piece => piece.Text));

    public void Dispose() => _written.Dispose();
}
