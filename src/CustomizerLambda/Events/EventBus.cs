using CustomizerLambda.Aws;

namespace CustomizerLambda.Events;

/// <summary>The account's default event bus, as far as the function itself puts events on it.</summary>
internal sealed class EventBus(AmazonEventBridgeClient eventBridge, TimeProvider time)
{
    /// <summary>Puts one event on the bus.</summary>
    /// <param name="detail">A JSON object, as text.</param>
    /// <returns>Whether EventBridge took it.</returns>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">The function may not, or EventBridge fails.</exception>
    /// <exception cref="AppUnreachableException">Nothing answered.</exception>
    public async Task<bool> TryPutAsync(string source, string detailType, string detail, CancellationToken cancellationToken)
    {
        var entry = new PutEventsRequestEntry { Source = source, DetailType = detailType, Detail = detail, Time = time.GetUtcNow().ToUnixTimeSeconds() };
        var response = await eventBridge.PutEventsAsync(new() { Entries = [entry] }, cancellationToken);
        return response.FailedEntryCount == 0;
    }
}
