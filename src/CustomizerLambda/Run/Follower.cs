using System.Buffers;
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
    /// <summary>How much of a failed command's output is shown in the report, in characters.</summary>
    private const int TailLength = 2000;

    private static readonly TimeSpan NotingTimeout = TimeSpan.FromSeconds(5);

    private readonly OutputWindow _window = new(outputLimit);
    private readonly PieceLimit _pieces = new();
    private readonly List<CommandReport> _reports = [];
    private IReadOnlyList<string> _names = [];
    private string? _lease;
    private LogPosition _logged;
    private OutputLog? _output;

    /// <summary>Counts what has been learnt: it grows as long as the run, or its log, goes on.</summary>
    public long Advances { get; private set; }

    /// <summary>The outcomes that are known.</summary>
    public IReadOnlyList<CommandReport> Reports => _reports;

    /// <summary>All commands' reports, where <paramref name="reason"/> is why nothing is known of those that are left.</summary>
    /// <param name="names">The commands, where the app hasn't named them yet.</param>
    public IReadOnlyList<CommandReport> ReportsWith(string reason, IReadOnlyList<string>? names = null)
    {
        var all = _names.Count > 0 ? _names : names ?? [];
        return [.. _reports, .. all.Skip(_reports.Count).Select(name => new CommandReport { Name = name, Outcome = Outcome.NotRun, Reason = AppText.Of(reason) })];
    }

    /// <summary>Follows to the end of the run.</summary>
    /// <exception cref="TerminalLostException">The terminal is lost; call again with another.</exception>
    public async Task<IReadOnlyList<CommandReport>> FollowAsync(Agent agent, RunState state, CancellationToken cancellationToken)
    {
        TakeUp(state);
        while (_reports.Count < _names.Count)
        {
            var number = _reports.Count + 1;
            var isLogged = number < _logged.Number;
            var progress = isLogged ? await agent.ReadAsync(number, 0, 0, new(), cancellationToken) : await FollowCommandAsync(agent, number, cancellationToken);
            var report = await ReportAsync(agent, number, progress, cancellationToken);
            if (!isLogged)
            {
                await NoteAsync(agent, number + 1, 0, 0, meanwhile: _ => Task.CompletedTask);
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
        _names = [.. state.Commands.Select(name => AppText.Of(name))];
        if (_lease is not null && _lease == state.Lease) return;
        _lease = state.Lease;
        // Of a run that has vanished, nobody knows what the log has: it isn't written twice.
        _logged = state.Supervisor == Supervisor.Vanished ? new(_names.Count + 1, 0) : new(state.Command, state.Offset, InDoubtUntil: state.End);
    }

    private void LogEnd(CommandReport report)
    {
        if (report.OmittedBytes > 0) logger.OutputOmitted(report.Name, report.OmittedBytes, report.OutputFile);
        if (report is { Outcome: not Outcome.NotRun, Reason: { } reason }) logger.CommandNote(report.Name, reason);
        logger.CommandEnded(report.Name, report.Outcome, report.ExitCode, report.Reason, report.DurationMs, report.OmittedBytes);
    }

    private async Task<Progress> FollowCommandAsync(Agent agent, int number, CancellationToken cancellationToken)
    {
        try
        {
            await RepeatAsync(agent, number, cancellationToken);
            var isAnnounced = _logged.Offset > 0;
            var output = new OutputReader(agent, number, _window, _pieces, _logged.Offset);
            while (true)
            {
                var piece = await output.NextAsync(_logged.Offset, cancellationToken);
                if (!isAnnounced && piece.Progress.StartedAt is { } startedAt)
                {
                    logger.CommandStarted(_names[number - 1], number, _names.Count, startedAt);
                    isAnnounced = true;
                }

                if (!piece.Bytes.IsEmpty) await LogPieceAsync(agent, number, piece, output, cancellationToken);
                if (piece.IsEnd) return piece.Progress;
            }
        }
        catch (TerminalLostException)
        {
            _pieces.WasLost();
            throw;
        }
    }

    /// <summary>
    /// Says that a piece is about to be logged, and logs it; the next question says that it is. Who takes over from us in between repeats just this
    /// piece: the same bytes, under the same offset.
    /// </summary>
    private async Task LogPieceAsync(Agent agent, int number, OutputPiece piece, OutputReader output, CancellationToken cancellationToken)
    {
        var end = piece.Offset + piece.Bytes.Length;
        await NoteAsync(agent, number, piece.Offset, end, meanwhile: output.ReadAheadAsync);
        await LogAsync(agent, number, piece.Offset, piece.Bytes, cancellationToken);
        _logged = new(number, end);
        Advances++;
    }

    /// <summary>Logs the piece again that another was about to log when it was killed, as that one cut it.</summary>
    private async Task RepeatAsync(Agent agent, int number, CancellationToken cancellationToken)
    {
        var (_, offset, end) = _logged;
        if (number != _logged.Number || end <= offset) return;
        var bytes = new ArrayBufferWriter<byte>();
        while (offset + bytes.WrittenCount < end)
        {
            var rest = _pieces.Of((int)Math.Min(end - offset - bytes.WrittenCount, OutputWindow.LargestPiece));
            var progress = await agent.ReadAsync(number, offset + bytes.WrittenCount, rest, bytes, cancellationToken);
            if (progress.Bytes.IsEmpty) break;
        }

        await LogAsync(agent, number, offset, bytes.WrittenMemory, cancellationToken);
        _logged = new(number, offset + bytes.WrittenCount);
    }

    /// <summary>Logs what doesn't follow on what we have logged ourselves by what is before it: a secret may begin there.</summary>
    private async Task LogAsync(Agent agent, int number, long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_output?.Number != number) _output = new OutputLog(logger, number, _names[number - 1]);
        if (_output.LeadIn(offset) is > 0 and var length)
        {
            var before = await agent.ReadAsync(number, offset - length, length, new(), cancellationToken);
            _output.SkipTo(offset, before.Bytes.Span);
        }

        _output.Write(offset, bytes.Span);
    }

    /// <summary>A hand-over waits for the answer, so that it leaves no piece in doubt.</summary>
    /// <param name="meanwhile">What to ask while the answer is on its way.</param>
    private static async Task NoteAsync(Agent agent, int number, long offset, long end, Func<CancellationToken, Task> meanwhile)
    {
        using var patience = new CancellationTokenSource(NotingTimeout);
        try
        {
            var note = await agent.BeginNoteAsync(number, offset, end, patience.Token);
            await meanwhile(patience.Token);
            await note.AnswerAsync(patience.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TerminalLostException("The app doesn't answer: is it overloaded?", exception);
        }
    }

    private async Task<CommandReport> ReportAsync(Agent agent, int number, Progress progress, CancellationToken cancellationToken)
    {
        var report = new CommandReport
        {
            Name = _names[number - 1],
            Outcome = progress.End?.Outcome ?? Outcome.NotRun,
            ExitCode = progress.End?.ExitCode,
            Reason = progress switch
            {
                { End: { } end } => end.Reason is { } reason ? AppText.Of(reason) : null,
                { Supervisor: Supervisor.Vanished or Supervisor.Absent } => CommandReasons.Vanished,
                _ => CommandReasons.SupervisorDied,
            },
            StartedAt = progress.StartedAt,
            DurationMs = progress.StartedAt is null ? null : (long?)(progress.End?.At - progress.StartedAt)?.TotalMilliseconds,
            Tries = progress.Tries > 1 ? progress.Tries : null,
            OutputBytes = progress.Size,
            OmittedBytes = _window.Omitted(progress.Size),
            OutputFile = progress.OutputFile is { } file ? AppText.Of(file) : null,
        };
        if (report.Outcome == Outcome.Succeeded) return _output?.Number == number ? report with { Hint = _output.Hint.Sentence } : report;
        if (progress.Size == 0) return report;
        const int WithLeadIn = TailLength + SecretMask.LeadIn;
        var tail = await agent.ReadAsync(number, Math.Max(0, progress.Size - WithLeadIn), WithLeadIn, new(), cancellationToken);
        return report with { Tail = OutputLog.Tail(tail.Bytes.Span, TailLength) };
    }

    /// <summary>How far the log is.</summary>
    /// <param name="Number">The command whose output it has up to <paramref name="Offset"/>, and all of those before.</param>
    /// <param name="InDoubtUntil">Up to where it may have more, for who logged before us was killed at it.</param>
    private readonly record struct LogPosition(int Number, long Offset, long InDoubtUntil = 0);
}
