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
    private (int Number, long Offset) _position = (1, 0);
    private ((int Number, long Offset) Position, Action Log)? _pending;
    private string? _lease;
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
        _names = state.Commands;
        TakeUp(state);
        while (_reports.Count < _names.Count)
        {
            var number = _reports.Count + 1;
            var isLogged = number < _position.Number;
            var progress = isLogged ? await agent.ReadAsync(number, 0, 0, cancellationToken) : await FollowCommandAsync(agent, number, cancellationToken);
            var report = await ReportAsync(agent, number, progress, cancellationToken);
            if (!isLogged) await MoveOnAsync(agent, number + 1, 0, () => LogEnd(report));
            _reports.Add(report);
        }

        return _reports;
    }

    private void LogEnd(CommandReport report)
    {
        if (report.OmittedBytes > 0) logger.OutputOmitted(report.Name, report.OmittedBytes, report.OutputFile);
        logger.CommandEnded(report.Name, report.Outcome, report.ExitCode, report.Reason, report.DurationMs, report.OmittedBytes);
    }

    private async Task<Progress> FollowCommandAsync(Agent agent, int number, CancellationToken cancellationToken)
    {
        var name = _names[number - 1];
        var offset = _position.Offset;
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
                logger.CommandStarted(name, number, _names.Count, startedAt);
                isAnnounced = true;
            }

            // An output file that somebody cut short has no more either.
            var wasCutShort = hasEnded && progress.Bytes.Length < piece;
            var isLast = _window.IsLast(from, from + progress.Bytes.Length, size, hasEnded) || wasCutShort;
            var text = OutputText.Render(progress.Bytes.Span, isLast, out var consumed);
            if (consumed > 0)
            {
                offset = from + consumed;
                await MoveOnAsync(agent, number, offset, () =>
                {
                    if (text.Length > 0) logger.CommandPrinted(name, from, SecretMask.Apply(text));
                });
            }

            seen = from == OutputWindow.PastHead ? offset : from + progress.Bytes.Length;
            if (hasEnded && (wasCutShort || _window.Next(offset, size, hasEnded) >= size)) return progress;
        }
    }

    /// <summary>Where the way in is cut again and again, smaller pieces come through.</summary>
    private async Task<Progress> AskAsync(Agent agent, int number, long from, int piece, long seen, CancellationToken cancellationToken)
    {
        try
        {
            var progress = await agent.FollowAsync(number, from, piece, seen, cancellationToken);
            if (progress.Bytes.Length == piece) _largestPiece = Math.Min(_largestPiece * 2, OutputWindow.LargestPiece);
            return progress;
        }
        catch (TerminalLostException)
        {
            _largestPiece = Math.Max(_largestPiece / 4, SmallestPiece);
            throw;
        }
    }

    /// <summary>
    /// First the app is told that a piece is the log's, then the piece is logged: only being killed in the instant between can lose one, and nothing is
    /// logged twice. (The other way round, a whole way to the app and back would lie between.) Where no answer comes, <see cref="TakeUp"/> finds out.
    /// </summary>
    private async Task MoveOnAsync(Agent agent, int number, long offset, Action log)
    {
        _pending = ((number, offset), log);

        // A hand-over waits for the answer: to leave in the middle would leave it open whose the piece is.
        using var patience = new CancellationTokenSource(NotingTimeout);
        try
        {
            await agent.NoteAsync(number, offset, patience.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TerminalLostException("The app doesn't answer: is it overloaded?", exception);
        }

        Settle();
    }

    /// <summary>
    /// Goes on where the app says that the log is. If that is where the last piece would have brought it, the piece is ours to log: the app had heard
    /// of it, and only its answer was lost. Nobody else can have brought it there, for the lease was ours all the time.
    /// </summary>
    private void TakeUp(RunState state)
    {
        if (_lease == state.Lease && _pending?.Position == (state.Command, state.Offset)) Settle();
        _lease = state.Lease;
        _pending = null;
        _position = (state.Command, state.Offset);
    }

    private void Settle()
    {
        var (position, log) = _pending!.Value;
        _pending = null;
        log();
        _position = position;
        Advances++;
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
}
