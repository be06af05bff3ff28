namespace LocalStudio.FrontDoor;

/// <summary>When a WebSocket is cut: how much may still come from the server.</summary>
internal sealed class WebSocketCut(Moods moods)
{
    private readonly long? _mostMessages = moods.WebSocketCutAfterMessages;
    private readonly long? _mostBytes = moods.WebSocketCutAfterBytes;
    private long _messages;
    private long _bytes;

    /// <summary>Which mood cut it.</summary>
    public string? By { get; private set; }

    /// <summary>How many bytes of a piece may pass; when it isn't all, or it was the last, <see cref="By"/> is set.</summary>
    public int Pass(int length, bool endOfMessage)
    {
        if (endOfMessage) _messages++;
        var passed = (int)Math.Min(length, (_mostBytes ?? long.MaxValue) - _bytes);
        _bytes += passed;
        if (_bytes >= _mostBytes) By = "websocket-cut-after-bytes";
        else if (_messages >= _mostMessages) By = "websocket-cut-after-messages";
        return passed;
    }
}
