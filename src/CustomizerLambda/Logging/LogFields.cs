using CustomizerLambda.Events;
using CustomizerLambda.Hosting;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;

namespace CustomizerLambda.Logging;

/// <summary>What every line of an invocation says: the keys of Powertools for AWS Lambda, and whose app it is about.</summary>
internal static class LogFields
{
    public static IReadOnlyList<KeyValuePair<string, object?>> Of(LambdaContext context) =>
    [
        new("cold_start", context.IsColdStart),
        new("function_request_id", context.AwsRequestId),
        new("function_arn", context.InvokedFunctionArn),
        new("xray_trace_id", context.TraceId),
    ];

    public static IReadOnlyList<KeyValuePair<string, object?>> Of(RunRequest request) => [new("run_id", request.RunId), .. Of(request.App)];

    public static IReadOnlyList<KeyValuePair<string, object?>> Of(StudioApp app) =>
    [
        new("domain_id", app.DomainId),
        new("space_name", app.SpaceName),
        new("user_profile_name", app.UserProfileName),
        new("app_type", app.AppType),
    ];

    public static IReadOnlyList<KeyValuePair<string, object?>> Of(FleetRequest request) => [new("fleet_id", request.Id)];

    public static IReadOnlyList<KeyValuePair<string, object?>> Of(RunReport report) =>
    [
        new("run_id", report.RunId),
        new("domain_id", report.App?.DomainId),
        new("space_name", report.App?.SpaceName),
        new("user_profile_name", report.App?.UserProfileName),
        new("app_type", report.App?.AppType),
    ];
}
