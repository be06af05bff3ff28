using System.Text.Json;
using CustomizerLambda.Events;

namespace CustomizerLambda.Run;

/// <summary>
/// Hands the watching of a run on to the function's own next invocation, by an event that the template's rule sends back to it. Only names travel;
/// which commands the run has, and where the log left off, are kept in the app: a forged event can at most make the function look at a run that exists.
/// </summary>
internal sealed class HandOver(EventBus bus, TimeProvider time)
{
    /// <summary>Hands a run on.</summary>
    public async Task SendAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var continuation = new Continuation
        {
            RunId = request.RunId,
            DomainId = request.App.DomainId,
            UserProfileName = request.App.UserProfileName,
            SpaceName = request.App.SpaceName,
            AppType = request.App.AppType,
            AppName = request.App.AppName,
            HandOvers = request.HandOvers + 1,
            ReceivedAt = request.ReceivedAt,
        };
        await SendAsync(continuation, cancellationToken);
    }

    /// <summary>The same for a walk over the running apps.</summary>
    public Task SendAsync(FleetRequest request, CancellationToken cancellationToken) =>
        SendAsync(new Continuation { Fleet = FleetContinuation.Of(request, time.GetUtcNow()) }, cancellationToken);

    private async Task SendAsync(Continuation continuation, CancellationToken cancellationToken)
    {
        var detail = JsonSerializer.Serialize(continuation, Json.Default.Continuation);
        if (!await bus.TryPutAsync(Continuation.Source, Continuation.DetailType, detail, cancellationToken))
        {
            throw new AppUnreachableException("EventBridge refused the hand-over: check the function's permission for events:PutEvents. The run goes on; Lambda's retry follows it.");
        }
    }
}
