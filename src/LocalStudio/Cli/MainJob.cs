using LocalStudio.Journals;

namespace LocalStudio.Cli;

/// <summary>Starts an app, and waits until the function has customized it.</summary>
internal sealed class MainJob(StudioHost studio, LiveDisplay display)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string appType, bool shared, CancellationToken cancellationToken)
    {
        await (shared ? studio.CreateSharedAppAsync(appType, cancellationToken) : studio.CreateAppAsync(appType, name: null, cancellationToken));
        await foreach (var happened in studio.Events.ReadAllAsync(cancellationToken))
        {
            display.Show(happened);
            if (happened is InvocationEnded && AllHaveEnded()) break;
        }

        // The event may be delivered more than once: one of the invocations has the run's report.
        var reports = studio.Function.Invocations.Entries.Select(invocation => Report.Parse(invocation.Result));
        return reports.LastOrDefault(report => report is { IsFinal: true }) is { IsDone: true } ? ExitCodes.Done : ExitCodes.NotDone;
    }

    /// <summary>A function that hands a run on to its next invocation does so before it ends: when all that came have ended, none is to come.</summary>
    private bool AllHaveEnded() => studio.Function.Invocations.Entries.All(invocation => invocation.Ended.IsCompleted);
}
