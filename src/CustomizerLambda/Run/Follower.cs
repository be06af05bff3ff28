using System.Runtime.InteropServices;
using CustomizerLambda.Setup;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Run;

/// <summary>
/// Follows a run: its commands' output into the log, in order and once; its outcomes into reports. It remembers where it is, so it goes on there over
/// another terminal; the app remembers too, for another invocation.
/// </summary>
/// <param name="outputLimit">How much of one command's output is logged, in bytes.</param>
internal sealed class Follower(long outputLimit, ILogger logger)
{
    /// <summary>How much of a failed command's output is shown in the report, in bytes.</summary>
    private const int TailLength = 2000;

    /// <summary>In bytes; more than the longest line that is waited for, so that every piece brings the log on.</summary>
    private const int SmallestPiece = 2 * OutputText.LongestLine;

    private static readonly TimeSpan NotingTimeout = TimeSpan.FromSeconds(5);

    private readonly OutputWindow _window = new(outputLimit);
    private readonly List<CommandReport> _reports = [];
    private IReadOnlyList<string> _names = [];
    private string? _lease;
    private LogPosition _logged;
    private int _largestPiece = OutputWindow.LargestPiece;

    /// <summary>Counts what has been learnt: it grows as long as the run, or its log, goes on.</summary>
    public long Advances { get; private set; }

    /// <summary>The outcomes that are known.</summary>
    public IReadOnlyList<CommandReport> Reports => _reports;

    /// <summary>All commands' reports, where <paramref name="reason"/> is why nothing is known of those that are left.</summary>
    public IReadOnlyList<CommandReport> ReportsWith(string reason) =>
        [.. _reports, .. _names.Skip(_reports.Count).Select(name => new CommandReport { Name = name, Outcome = Outcome.NotRun, Reason = reason })];

    /// <summary>Follows to the end of the run.</summary>
    /// <exception cref="TerminalLostException">The terminal is lost; call again with another.</exception>
    public async Task<IReadOnlyList<CommandReport>> FollowAsync(Agent agent, RunState state, CancellationToken cancellationToken)
    {
        TakeUp(state);
        while (_reports.Count < _names.Count)
        {
            var number = _reports.Count + 1;
            var isLogged = number < _logged.Number;
            var progress = isLogged ? await agent.ReadAsync(number, 0, 0, cancellationToken) : await FollowCommandAsync(agent, number, cancellationToken);
            var report = await ReportAsync(agent, number, progress, cancellationToken);
            if (!isLogged)
            {
                await NoteAsync(agent, number + 1, 0, 0);
                LogEnd(report);
                _logged = new(number + 1, 0);
            }

            _reports.Add(report);
        }

        return _reports;
    }

    /// <summary>
    /// As long as the lease is ours, nobody knows better than we what is logged. Otherwise the app does: but a piece that another was about to log
    /// when it was killed may be in the log, or not.
    /// </summary>
    private void TakeUp(RunState state)
    {
        _names = state.Commands;
        if (_lease is not null && _lease == state.Lease) return;
        _lease = state.Lease;
        _logged = new(state.Command, state.Offset, InDoubtUntil: state.End);
    }

    private void LogEnd(CommandReport report)
    {
        if (report.OmittedBytes > 0) logger.OutputOmitted(report.Name, report.OmittedBytes, report.OutputFile);
        if (report is { Outcome: not Outcome.NotRun, Reason: { } reason }) logger.CommandNote(report.Name, reason);
        logger.CommandEnded(report.Name, report.Outcome, report.ExitCode, report.Reason, report.DurationMs, report.OmittedBytes);
    }

    private async Task<Progress> FollowCommandAsync(Agent agent, int number, CancellationToken cancellationToken)
    {
        await RepeatAsync(agent, number, cancellationToken);
        var offset = _logged.Offset;
        long size = 0, seen = offset;
        bool hasEnded = false, isAnnounced = offset > 0;
        while (true)
        {
            var from = _window.Next(offset, size, hasEnded);
            var piece = Math.Min(_window.Piece(from, size, hasEnded), _largestPiece);
            var progress = await AskAsync(agent, number, from, piece, from == OutputWindow.PastHead ? from : Math.Max(seen, from), cancellationToken);
            size = progress.Size;
            hasEnded = progress.End is not null || progress.Supervisor != Supervisor.Running;
            if (!isAnnounced && progress.StartedAt is { } startedAt)
            {
                logger.CommandStarted(_names[number - 1], number, _names.Count, startedAt);
                isAnnounced = true;
            }

            // An output file that somebody cut short has no more either.
            var wasCutShort = hasEnded && progress.Bytes.Length < piece;
            var isLast = _window.IsLast(from, from + progress.Bytes.Length, size, hasEnded) || wasCutShort;
            var consumed = OutputText.Consumed(progress.Bytes.Span, isLast);
            if (consumed > 0)
            {
                offset = from + consumed;
                await LogPieceAsync(agent, number, from, progress.Bytes[..consumed]);
            }

            seen = from == OutputWindow.PastHead ? offset : from + progress.Bytes.Length;
            if (hasEnded && (wasCutShort || _window.Next(offset, size, hasEnded) >= size)) return progress;
        }
    }

    /// <summary>
    /// Says that a piece is about to be logged, and logs it; the next question says that it is. Who takes over from us in between repeats just this
    /// piece: the same bytes, under the same offset.
    /// </summary>
    private async Task LogPieceAsync(Agent agent, int number, long offset, ReadOnlyMemory<byte> bytes)
    {
        await NoteAsync(agent, number, offset, offset + bytes.Length);
        OutputLog.Write(logger, _names[number - 1], offset, bytes.Span);
        _logged = new(number, offset + bytes.Length);
        Advances++;
    }

    /// <summary>Logs the piece again that another was about to log when it was killed, as that one cut it.</summary>
    private async Task RepeatAsync(Agent agent, int number, CancellationToken cancellationToken)
    {
        var (_, offset, end) = _logged;
        if (number != _logged.Number || end <= offset) return;
        var bytes = new List<byte>();
        while (offset + bytes.Count < end)
        {
            var rest = (int)Math.Min(end - offset - bytes.Count, _largestPiece);
            var progress = await agent.ReadAsync(number, offset + bytes.Count, rest, cancellationToken);
            if (progress.Bytes.IsEmpty) break;
            bytes.AddRange(progress.Bytes.Span);
        }

        OutputLog.Write(logger, _names[number - 1], offset, CollectionsMarshal.AsSpan(bytes));
        _logged = new(number, offset + bytes.Count);
    }

    /// <summary>A hand-over waits for the answer, so that it leaves no piece in doubt.</summary>
    private static async Task NoteAsync(Agent agent, int number, long offset, long end)
    {
        using var patience = new CancellationTokenSource(NotingTimeout);
        try
        {
            await agent.NoteAsync(number, offset, end, patience.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TerminalLostException("The app doesn't answer: is it overloaded?", exception);
        }
    }

    /// <summary>Where the way in is cut again and again, smaller pieces come through.</summary>
    private async Task<Progress> AskAsync(Agent agent, int number, long from, int piece, long seen, CancellationToken cancellationToken)
    {
        try
        {
            var progress = await agent.FollowAsync(number, from, piece, seen, _logged.Offset, cancellationToken);
            if (progress.Bytes.Length == piece) _largestPiece = Math.Min(_largestPiece * 2, OutputWindow.LargestPiece);
            return progress;
        }
        catch (TerminalLostException)
        {
            _largestPiece = Math.Max(_largestPiece / 4, SmallestPiece);
            throw;
        }
    }

    private async Task<CommandReport> ReportAsync(Agent agent, int number, Progress progress, CancellationToken cancellationToken)
    {
        var report = new CommandReport
        {
            Name = _names[number - 1],
            Outcome = progress.End?.Outcome ?? Outcome.NotRun,
            ExitCode = progress.End?.ExitCode,
            Reason = progress.End is null ? CommandReasons.SupervisorDied : progress.End.Reason,
            StartedAt = progress.StartedAt,
            DurationMs = progress.StartedAt is null ? null : (long?)(progress.End?.At - progress.StartedAt)?.TotalMilliseconds,
            OutputBytes = progress.Size,
            OmittedBytes = _window.Omitted(progress.Size),
            OutputFile = progress.OutputFile,
        };
        if (report.Outcome == Outcome.Succeeded || progress.Size == 0) return report;
        var tail = await agent.ReadAsync(number, Math.Max(0, progress.Size - TailLength), TailLength, cancellationToken);
        return report with { Tail = SecretMask.Apply(OutputText.Render(tail.Bytes.Span, isLast: true, out _)) };
    }

    /// <summary>How far the log is.</summary>
    /// <param name="Number">The command whose output it has up to <paramref name="Offset"/>, and all of those before.</param>
    /// <param name="InDoubtUntil">Up to where it may have more, for who logged before us was killed at it.</param>
    private readonly record struct LogPosition(int Number, long Offset, long InDoubtUntil = 0);
}
