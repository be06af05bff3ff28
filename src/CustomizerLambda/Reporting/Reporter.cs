using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using CustomizerLambda.Events;
using CustomizerLambda.Hosting;
using CustomizerLambda.Setup;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Reporting;

/// <summary>Says how an invocation went, wherever it is looked for: in the log, in CloudWatch's metrics, and to EventBridge.</summary>
/// <param name="metricsLevel">The least level that is logged: Lambda, which filters lines too, lets metrics of that level by.</param>
internal sealed class Reporter(EventBus bus, LogLevel metricsLevel, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan SendingTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Counts the process, when this is its first invocation.</summary>
    public void Begin(LambdaContext context)
    {
        if (context.IsColdStart) Publish(RunMetrics.ColdStart(time.GetUtcNow()));
    }

    /// <summary>
    /// Reports. The log comes first, for it is never refused. An event that can't be sent is a warning: the run went as it went. Who is killed right
    /// after reports again: a reader of events knows a run by its id.
    /// </summary>
    public async Task ReportAsync(RunReport report)
    {
        logger.Reported(report);
        foreach (var metrics in RunMetrics.Of(report)) Publish(metrics);
        if (ResultEvent.TryOf(report) is not { } result) return;
        using var patience = new CancellationTokenSource(SendingTimeout);
        try
        {
            var detail = JsonSerializer.Serialize(result, Json.Default.ResultEvent);
            if (Encoding.UTF8.GetByteCount(detail) > ReportSize.MaxEventDetail)
            {
                logger.ResultEventShortened(result.Commands.Count);
                detail = JsonSerializer.Serialize(result with { Reason = result.Reason is null ? null : AppText.Of(result.Reason), Commands = [] }, Json.Default.ResultEvent);
            }

            if (!await bus.TryPutAsync(ResultEvent.Source, ResultEvent.DetailType, detail, patience.Token)) logger.ResultEventNotSent("EventBridge refused it: check the default bus");
        }
        catch (AmazonServiceException exception)
        {
            logger.ResultEventNotSent($"{AppText.Of(exception.Message)}: check {(exception.ErrorCode == "AccessDeniedException" ? "the function's permission for events:PutEvents" : "EventBridge's service health, and its quotas")}");
        }
        catch (Exception exception) when (exception is CustomizerException or OperationCanceledException)
        {
            logger.ResultEventNotSent(exception is CustomizerException ? exception.Message : "EventBridge didn't answer in time: in a VPC, check the endpoint for events");
        }
    }

    private void Publish(EmbeddedMetrics metrics) => logger.Log(metricsLevel, default, metrics, exception: null, static (_, _) => "metrics");
}
