using Amazon.Runtime;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;

namespace CustomizerLambda.Run;

/// <summary>
/// Hands the watching of a run on to the function's own next invocation, by invoking it: nobody else can who may not invoke it anyway. Only names travel;
/// which commands the run has, and where the log left off, are kept in the app.
/// </summary>
/// <param name="functionName">The function's own name.</param>
internal sealed class HandOver(AmazonLambdaClient lambda, string functionName, TimeProvider time)
{
    /// <summary>Hands a run on.</summary>
    /// <exception cref="HandOverRefusedException">Lambda doesn't take it.</exception>
    public Task SendAsync(RunRequest request, CancellationToken cancellationToken) => SendAsync(
        new Continuation
        {
            RunId = request.RunId,
            DomainId = request.App.DomainId,
            UserProfileName = request.App.UserProfileName,
            SpaceName = request.App.SpaceName,
            AppType = request.App.AppType,
            AppName = request.App.AppName,
            HandOvers = request.HandOvers + 1,
            ReceivedAt = request.ReceivedAt,
        },
        cancellationToken);

    /// <summary>The same for a walk over the running apps.</summary>
    /// <exception cref="HandOverRefusedException">Lambda doesn't take it.</exception>
    public Task SendAsync(FleetRequest request, CancellationToken cancellationToken) =>
        SendAsync(new Continuation { Fleet = FleetContinuation.Of(request, time.GetUtcNow()) }, cancellationToken);

    private async Task SendAsync(Continuation continuation, CancellationToken cancellationToken)
    {
        try
        {
            await lambda.InvokeAsync(functionName, new DirectInvocation { Continue = continuation }, cancellationToken);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AppUnreachableException or OperationCanceledException)
        {
            var why = exception is AmazonServiceException refusal ? AppText.Of(refusal.Message) : "no answer";
            throw new HandOverRefusedException(
                $"The next invocation couldn't be asked for ({why}): check the function's permission for lambda:InvokeFunction on itself and, in a VPC, the endpoint for lambda. What runs in apps goes on.", exception);
        }
    }
}
