using CustomizerLambda.Fleet;
using CustomizerLambda.SelfTest;
using CustomizerLambda.Setup;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda;

/// <summary>Every sentence that the function logs. None takes a URL, a token or a cookie.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Received the start of {app}; this package has set-up commands {package_digest}")]
    public static partial void Received(this ILogger logger, string app, string package_digest);

    [LoggerMessage(2, LogLevel.Information, "Received a hand-over: this is invocation {invocation_number} of the run")]
    public static partial void ReceivedHandOver(this ILogger logger, int invocation_number);

    [LoggerMessage(3, LogLevel.Information, "The app belongs to user profile {owner}")]
    public static partial void OwnerFound(this ILogger logger, string owner);

    [LoggerMessage(4, LogLevel.Information, "Waiting for the app: it is {status} after {waited_seconds:0} s; asking again in {pause_seconds:0.0} s")]
    public static partial void WaitingForApp(this ILogger logger, string status, double waited_seconds, double pause_seconds);

    [LoggerMessage(5, LogLevel.Information, "The app is in service; signing in as {owner}")]
    public static partial void SigningIn(this ILogger logger, string owner);

    [LoggerMessage(11, LogLevel.Information, "The app is starting; signing in as {owner}, to see when its server answers")]
    public static partial void SigningInEarly(this ILogger logger, string owner);

    [LoggerMessage(6, LogLevel.Debug, "The app's server isn't ready yet: {answer}")]
    public static partial void NotReady(this ILogger logger, string answer);

    [LoggerMessage(7, LogLevel.Information, "Signed in; the app's server answers")]
    public static partial void SignedIn(this ILogger logger);

    [LoggerMessage(8, LogLevel.Information, "Starting the run: {count} set-up commands")]
    public static partial void RunStarts(this ILogger logger, int count);

    [LoggerMessage(9, LogLevel.Information, "The run is there already ({state}); following it from command {number}, byte {offset}")]
    public static partial void RunFound(this ILogger logger, string state, int number, long offset);

    [LoggerMessage(10, LogLevel.Information, "Another invocation follows the run; waiting for it to end or leave")]
    public static partial void FollowedByAnother(this ILogger logger);

    [LoggerMessage(20, LogLevel.Information, "{command} started: {number} of {count}")]
    public static partial void CommandStarted(this ILogger logger, string command, int number, int count, DateTimeOffset started_at);

    [LoggerMessage(21, LogLevel.Information, "{command} printed")]
    public static partial void CommandPrinted(this ILogger logger, string command, long offset, string output);

    [LoggerMessage(25, LogLevel.Information, "{omitted_bytes} bytes from the middle of what {command} printed are not in this log; the whole is in the app, in {output_file}")]
    public static partial void OutputOmitted(this ILogger logger, string command, long omitted_bytes, string? output_file);

    [LoggerMessage(26, LogLevel.Warning, "When {command} ended, {reason}")]
    public static partial void CommandNote(this ILogger logger, string command, string reason);

    public static void CommandEnded(
        this ILogger logger, string command, Outcome outcome, int? exitCode, string? reason, long? durationMs, long omittedBytes)
    {
        if (outcome == Outcome.Succeeded)
        {
            logger.CommandSucceeded(command, durationMs, omittedBytes);
        }
        else if (outcome == Outcome.NotRun)
        {
            logger.CommandNotRun(command, reason);
        }
        else
        {
            logger.CommandFailed(command, outcome == Outcome.TimedOut ? "timed out" : $"failed with exit code {exitCode}", exitCode, durationMs, omittedBytes);
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "Lost the way to the app ({reason}); trying again in {pause_seconds:0.0} s")]
    public static partial void WayLost(this ILogger logger, string reason, double pause_seconds);

    [LoggerMessage(31, LogLevel.Information, "A terminal of ours could not be closed: {reason}")]
    public static partial void TerminalLeft(this ILogger logger, string reason);

    [LoggerMessage(32, LogLevel.Information, "Leaving: the run goes on in the app, and the next invocation follows it")]
    public static partial void HandingOver(this ILogger logger);

    [LoggerMessage(33, LogLevel.Error, "{error_message}")]
    public static partial void Failed(this ILogger logger, string error_type, string error_message, bool will_retry);

    [LoggerMessage(34, LogLevel.Warning, "The event that tells others how the run went was not sent (events:PutEvents): {reason}")]
    public static partial void ResultEventNotSent(this ILogger logger, string reason);

    [LoggerMessage(35, LogLevel.Warning, "The event that tells others how the run went would be larger than EventBridge takes: it is sent without the {count} commands' outcomes")]
    public static partial void ResultEventShortened(this ILogger logger, int count);

    [LoggerMessage(50, LogLevel.Information, "Visiting {count} running apps, {at_once} at a time: this is invocation {invocation_number} of the walk")]
    public static partial void WalkBegins(this ILogger logger, int count, bool may_customize, int at_once, int invocation_number);

    [LoggerMessage(51, LogLevel.Information, "The app is {state}")]
    public static partial void AppVisited(
        this ILogger logger, string state, string? owner, bool customized, string? last_run_id, string? last_verdict, string? package_digest, string? reason);

    [LoggerMessage(52, LogLevel.Information, "This invocation's time is nearly up: the next one visits the apps that are left")]
    public static partial void WalkHandedOver(this ILogger logger);

    [LoggerMessage(54, LogLevel.Information, "Self-test: {check} {outcome}: {finding}")]
    public static partial void Checked(this ILogger logger, string check, CheckOutcome outcome, string? finding);

    public static void WalkReported(this ILogger logger, FleetReport report)
    {
        var counts = report.Counts;
        logger.WalkSummary(
            report.DryRun ? "fleet" : "roll-out", counts.Customized, counts.Current, counts.Stale, counts.Failed, counts.Never, counts.Running, counts.NotServed, counts.Unreachable);
    }

    public static void Reported(this ILogger logger, RunReport report)
    {
        var (succeeded, count) = (report.Commands.Count(command => command.IsFine), report.Commands.Count);
        var sentence = report switch
        {
            { Verdict: Verdict.Ignored } => $"ignored: {report.Reason}",
            { HandedOver: true } => "handed over to the next invocation",
            { Reason: { } reason } => $"{report.Verdict.Word()}: {reason}",
            _ when succeeded == count => $"{report.Verdict.Word()}: all {count} set-up commands are fine",
            _ => $"{report.Verdict.Word()}: {count - succeeded} of {count} set-up commands are not fine "
                + $"({string.Join(", ", report.Commands.Where(command => !command.IsFine).Select(command => command.Name))})",
        };
        if (report.Verdict is Verdict.Degraded or Verdict.Incomplete && !report.HandedOver)
        {
            logger.Summary(LogLevel.Warning, sentence, report.Verdict, report);
        }
        else
        {
            logger.Summary(LogLevel.Information, sentence, report.Verdict, report);
        }
    }

    [LoggerMessage(22, LogLevel.Information, "{command} succeeded")]
    private static partial void CommandSucceeded(this ILogger logger, string command, long? duration_ms, long omitted_bytes);

    [LoggerMessage(23, LogLevel.Warning, "{command} {outcome}")]
    private static partial void CommandFailed(this ILogger logger, string command, string outcome, int? exit_code, long? duration_ms, long omitted_bytes);

    [LoggerMessage(24, LogLevel.Information, "{command} did not run: {reason}")]
    private static partial void CommandNotRun(this ILogger logger, string command, string? reason);

    [LoggerMessage(
        53,
        LogLevel.Information,
        "{walk} so far: {customized} customized now; {current} current, {stale} stale, {failed} failed, {never} never customized, {running} running, {not_served} not served, {unreachable} unreachable")]
    private static partial void WalkSummary(
        this ILogger logger, string walk, int customized, int current, int stale, int failed, int never, int running, int not_served, int unreachable);

    [LoggerMessage(EventId = 40, Message = "{summary}")]
    private static partial void Summary(this ILogger logger, LogLevel level, string summary, Verdict verdict, RunReport report);
}
