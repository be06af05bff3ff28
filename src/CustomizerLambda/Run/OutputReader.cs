using System.Buffers;
using System.Diagnostics;

namespace CustomizerLambda.Run;

/// <summary>
/// Reads one command's output in pieces that can be logged, in order. What is known to be there already is asked for ahead, so that the app prepares
/// the next pieces while one is being logged.
/// </summary>
/// <param name="number">The command's.</param>
/// <param name="offset">Where to begin.</param>
internal sealed class OutputReader(Agent agent, int number, OutputWindow window, PieceLimit limit, long offset)
{
    /// <summary>One that the app prepares, and one for when it has.</summary>
    private const int MostAhead = 2;

    private readonly Queue<Request> _ahead = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _asked = offset;
    private long _read = offset;
    private long _size;
    private bool _hasEnded;
    private int _consumed;

    /// <summary>Waits for more output, or for the command's end.</summary>
    /// <param name="logged">Up to where the log has everything.</param>
    /// <exception cref="TerminalLostException">The terminal is lost.</exception>
    public async Task<OutputPiece> NextAsync(long logged, CancellationToken cancellationToken)
    {
        KeepUnfinished();
        var request = _ahead.TryDequeue(out var earlier) ? earlier : await FollowAsync(logged, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var progress = await request.Answer.AnswerAsync(cancellationToken);
        limit.CameThrough(progress.Bytes.Length, Stopwatch.GetElapsedTime(began));
        (_size, _hasEnded) = (progress.Size, progress.HasEnded);
        if (request.Offset != OutputWindow.PastHead) _read = request.Offset + progress.Bytes.Length;
        var isShort = progress.Bytes.Length < request.Length;
        if (isShort) ForgetAhead();

        // An output file that somebody cut short has no more either.
        var isAll = _hasEnded && isShort;
        return Cut(progress, isLast: isAll || window.IsLast(request.Offset, _read, _size, _hasEnded), isEnd: isAll || (_hasEnded && window.Next(_read, _size, _hasEnded) >= _size));
    }

    /// <summary>Asks for what is there already, as far as that is known.</summary>
    public async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        while (_ahead.Count < MostAhead)
        {
            var (from, length) = NextToAsk();
            if (length == 0 || from + length > _size) return;
            _asked = from + length;
            _ahead.Enqueue(new(from, length, await agent.BeginReadAsync(number, from, length, _bytes, cancellationToken)));
        }
    }

    private async Task<Request> FollowAsync(long logged, CancellationToken cancellationToken)
    {
        var (from, length) = NextToAsk();
        if (from != OutputWindow.PastHead) _asked = from + length;
        return new(from, length, await agent.BeginFollowAsync(number, from, length, logged, _bytes, cancellationToken));
    }

    private (long From, int Length) NextToAsk()
    {
        var from = window.Next(_asked, _size, _hasEnded);
        return (from, limit.Of(window.Piece(from, _size, _hasEnded)));
    }

    /// <summary>What was asked for ahead isn't what comes next.</summary>
    private void ForgetAhead()
    {
        while (_ahead.TryDequeue(out var request)) request.Answer.Forget();
        _asked = _read;
    }

    /// <summary>Leaves out the beginning of a line, until its end has come.</summary>
    private OutputPiece Cut(Progress progress, bool isLast, bool isEnd)
    {
        _consumed = OutputText.Consumed(_bytes.WrittenSpan, isLast);
        return new(progress, _read - _bytes.WrittenCount, _bytes.WrittenMemory[.._consumed], isEnd);
    }

    private void KeepUnfinished()
    {
        var unfinished = _bytes.WrittenSpan[_consumed..].ToArray();
        _bytes.ResetWrittenCount();
        _bytes.Write(unfinished);
        _consumed = 0;
    }

    private sealed record Request(long Offset, int Length, PendingAnswer<Progress> Answer);
}

/// <summary>More of a command's output.</summary>
/// <param name="Progress">How far the command is.</param>
/// <param name="Offset">Where in the output <paramref name="Bytes"/> begin.</param>
/// <param name="Bytes">What can be logged; may be empty. Good until the next piece is waited for.</param>
/// <param name="IsEnd">Whether nothing more will come.</param>
internal sealed record OutputPiece(Progress Progress, long Offset, ReadOnlyMemory<byte> Bytes, bool IsEnd);
