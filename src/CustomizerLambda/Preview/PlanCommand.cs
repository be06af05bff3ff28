using System.Text.Json;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Setup;
using CustomizerLambda.Studio;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomizerLambda.Preview;

/// <summary>
/// <c>plan EVENT.json [FUNCTION-ARN]</c>: decides about an event as the function would, by the same code and the same questions to SageMaker's API, and
/// prints a <see cref="RunPreview"/>. It reaches no app and runs nothing. The ARN says in which partition, region and account tags are looked up; without
/// it, the event does.
/// </summary>
internal sealed class PlanCommand(StudioDirectory directory, StudioTags tags, SetupPackage package, ServedApps served)
{
    /// <returns>The process's exit code: 0, or 1 when it can't be told.</returns>
    public static async Task<int> RunAsync(string file, string? functionArn, TextWriter output, TextWriter errors)
    {
        try
        {
            // It isn't Lambda that started us.
            var settings = Settings.FromEnvironment(name => name == "AWS_LAMBDA_RUNTIME_API" ? "" : Environment.GetEnvironmentVariable(name));
            using var sageMaker = new AmazonSageMakerClient(new AmazonSageMakerConfig(), TimeProvider.System);
            var directory = new StudioDirectory(sageMaker, TimeProvider.System, NullLogger.Instance);
            var plan = new PlanCommand(directory, new StudioTags(sageMaker), SetupPackage.Embedded(), settings.Served);
            var preview = await plan.PreviewAsync(await File.ReadAllBytesAsync(file), functionArn, CancellationToken.None);
            output.WriteLine(JsonSerializer.Serialize(preview, Json.Default.RunPreview));
            return 0;
        }
        catch (Exception exception) when (exception is CustomizerException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <exception cref="CustomizerException">It is no event; SageMaker's API can't be asked, or refuses.</exception>
    public async Task<RunPreview> PreviewAsync(byte[] payload, string? functionArn, CancellationToken cancellationToken)
    {
        if (WhyNoEvent(payload) is { } why) throw new InvalidEventException($"That is no event that the function gets: {why}. See events/ for some that are.");
        switch (Admissions.Decide(payload, Guid.NewGuid().ToString("D"), region: null, account: null, served))
        {
            case Admission.Ignored(var reason, _) when reason.StartsWith("malformed", StringComparison.Ordinal):
                throw new InvalidEventException($"That is no event that the function gets: {reason}. See events/ for some that are.");
            case Admission.Ignored(var reason, var app):
                return Nothing(reason, AppReport.Of(app, app?.UserProfileName));
            case Admission.Continue(var app, _, _, _):
                return Nothing("a hand-over begins nothing: it follows a run that is there", AppReport.Of(app, app.UserProfileName));
            case Admission.Start(var app, _):
                var owner = await directory.OwnerAsync(app, cancellationToken);
                var optOut = await tags.OptOutAsync(app, owner, functionArn ?? FunctionArnOf(payload), cancellationToken);
                return optOut is null ? Of(RunPlan.For(package, app, owner), app, owner) : Nothing(optOut, AppReport.Of(app, owner));
            case Admission.Walk or Admission.Test:
                return Nothing("a plan is of one app's start; a roll-out has a dry run of its own", app: null);
            default:
                throw new InvalidOperationException("An event is ours, or it isn't.");
        }
    }

    /// <summary>Null when it has the shape of one; the function itself ignores what has not.</summary>
    private static string? WhyNoEvent(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return "it is no JSON object";
            string[] members = ["source", "detail-type", "domainId", "rollOut", "fleet", "selfTest"];
            return members.Any(member => document.RootElement.TryGetProperty(member, out _)) ? null : $"it has none of {string.Join(", ", members)}";
        }
        catch (JsonException exception)
        {
            return $"it isn't JSON (line {exception.LineNumber + 1})";
        }
    }

    private static RunPreview Of(RunPlan plan, StudioApp app, string owner) => new()
    {
        Runs = true,
        App = AppReport.Of(app, owner),
        PackageDigest = plan.PackageDigest,
        Commands = [.. plan.Commands.Select(planned => Of(planned, app, owner))],
    };

    private static CommandPreview Of(PlannedCommand planned, StudioApp app, string owner) => new()
    {
        Name = planned.Command.Name,
        Runs = planned.NotFor is null,
        Reason = planned.NotFor is { } directive ? CommandReasons.NotFor(directive, Targets.NameFor(directive, app, owner)) : Unless(planned.Command.Directives.Run),
        Directives = planned.Command.Directives.ToString(),
    };

    private static string? Unless(RunWhen run) => run switch
    {
        RunWhen.Once => $"unless {CommandReasons.AlreadySucceeded}",
        RunWhen.WhenChanged => $"unless {CommandReasons.Unchanged}",
        _ => null,
    };

    private RunPreview Nothing(string reason, AppReport? app) => new() { Runs = false, Reason = reason, App = app, PackageDigest = package.Digest };

    /// <summary>What the function's ARN has to be to get the event.</summary>
    private static string FunctionArnOf(byte[] payload)
    {
        var envelope = JsonSerializer.Deserialize(payload, Json.Default.CloudWatchEvent);
        if (envelope is not { Region: { } region, Account: { } account })
        {
            throw new InvalidSettingException("The event names no region and account, so tags can't be looked up: give the function's ARN as the second argument.");
        }

        var partition = region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";
        return $"arn:{partition}:lambda:{region}:{account}:function:plan";
    }
}
