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

    private readonly OutputWindow _window = new(outputLimit);
    private readonly List<CommandReport> _reports = [];
    private IReadOnlyList<string> _names = [];
    private (int Number, long Offset)? _position;

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
        _position ??= (state.Command, state.Offset);
        for (var number = _reports.Count + 1; number <= _names.Count; number++)
        {
            var (current, offset) = _position.Value;
            var progress = number < current
                ? await agent.ReadAsync(number, 0, 0, cancellationToken)
                : await FollowCommandAsync(agent, number, number == current ? offset : 0, cancellationToken);
            var report = await ReportAsync(agent, number, progress, cancellationToken);
            if (number >= current && report.OmittedBytes > 0) logger.OutputOmitted(report.Name, report.OmittedBytes, report.OutputFile);
            if (number >= current) logger.CommandEnded(report.Name, report.Outcome, report.ExitCode, report.Reason, report.DurationMs, report.OmittedBytes);
            _reports.Add(report);
            Advances++;
        }

        return _reports;
    }

    private async Task<Progress> FollowCommandAsync(Agent agent, int number, long offset, CancellationToken cancellationToken)
    {
        var name = _names[number - 1];
        long size = 0, seen = offset;
        bool hasEnded = false, isAnnounced = offset > 0;
        while (true)
        {
            _position = (number, offset = _window.Next(offset, size, hasEnded));
            var piece = _window.Piece(offset, size, hasEnded);
            var progress = await agent.FollowAsync(number, offset, piece, Math.Max(seen, offset), cancellationToken);
            size = progress.Size;
            hasEnded = progress.End is not null || progress.Supervisor != Supervisor.Running;
            if (!isAnnounced && progress.StartedAt is { } startedAt)
            {
                logger.CommandStarted(name, number, _names.Count, startedAt);
                isAnnounced = true;
            }

            // An output file that somebody cut short has no more either.
            var isLast = _window.IsLast(offset, offset + progress.Bytes.Length, size, hasEnded) || (hasEnded && progress.Bytes.Length < piece);
            var text = OutputText.Render(progress.Bytes.Span, isLast, out var consumed);
            if (text.Length > 0) logger.CommandPrinted(name, offset, SecretMask.Apply(text));
            if (consumed > 0) Advances++;
            if (offset != OutputWindow.PastHead)
            {
                seen = offset + progress.Bytes.Length;
                offset += consumed;
            }
            else
            {
                seen = offset;
            }

            // The last word is said when nothing more is to be read: an output file that somebody cut short counts as read.
            if (hasEnded && (_window.Next(offset, size, hasEnded) >= size || (progress.Bytes.IsEmpty && piece > 0))) return progress;
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
}
