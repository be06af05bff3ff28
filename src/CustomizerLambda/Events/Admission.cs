using System.Text.Json;

namespace CustomizerLambda.Events;

/// <summary>What an event asks of the function.</summary>
internal abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>An app starts: its set-up commands are run, unless they already are.</summary>
    internal sealed record Start(StudioApp App, string RunId) : Admission;

    /// <summary>A run is under way, or was: it is followed, never begun.</summary>
    internal sealed record Continue(StudioApp App, string RunId, int HandOvers, DateTimeOffset ReceivedAt) : Admission;

    /// <summary>The running apps are walked over: looked at, or customized where they lack this package's commands.</summary>
    internal sealed record Walk(FleetRequest Request) : Admission;

    /// <summary>The way into an app is tried, and no set-up command is run.</summary>
    internal sealed record Test(StudioApp App) : Admission;

    /// <summary>Not ours, and why.</summary>
    internal sealed record Ignored(string Reason, StudioApp? App = null) : Admission;
}

/// <summary>Decides whether an event is ours. Pure: it looks at nothing but the event.</summary>
internal static class Admissions
{
    /// <param name="payload">The invocation's payload.</param>
    /// <param name="requestId">Lambda's id of the invocation: the run's id when it was invoked directly.</param>
    /// <param name="region">The function's own region, or null when it isn't known.</param>
    /// <param name="account">The function's own account, or null when it isn't known.</param>
    /// <param name="served">Whose apps are served.</param>
    public static Admission Decide(ReadOnlySpan<byte> payload, string requestId, string? region, string? account, ServedApps served)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(payload, Json.Default.CloudWatchEvent);
            if (envelope is null) return new Admission.Ignored("malformed event: it is null");
            if (envelope.DetailType is null && envelope.Source is null)
            {
                return DecideDirect(JsonSerializer.Deserialize(payload, Json.Default.DirectInvocation), requestId, served)
                    ?? ServeNamed(DecideParameters(JsonSerializer.Deserialize(payload, Json.Default.CreateAppParameters), requestId), served);
            }

            if (region is not null && envelope.Region is { } eventRegion && eventRegion != region)
            {
                return new Admission.Ignored("the event comes from another region");
            }

            if (account is not null && envelope.Account is { } eventAccount && eventAccount != account)
            {
                return new Admission.Ignored("the event comes from another account");
            }

            if (envelope.Detail.ValueKind == JsonValueKind.Undefined) return new Admission.Ignored("malformed event: it has no detail");
            return (envelope.Source, envelope.DetailType) switch
            {
                ("aws.sagemaker", "AWS API Call via CloudTrail") => DecideRecord(envelope.Detail.Deserialize(Json.Default.CreateAppRecord), served),
                _ => new Admission.Ignored("not an event of SageMaker's CreateApp"),
            };
        }
        catch (JsonException)
        {
            return new Admission.Ignored("malformed event: it isn't the JSON that was expected");
        }
    }

    private static Admission DecideRecord(CreateAppRecord? record, ServedApps served)
    {
        // Amplify has a CreateApp too.
        if (record is not { EventSource: "sagemaker.amazonaws.com", EventName: "CreateApp" })
        {
            return new Admission.Ignored("not an event of SageMaker's CreateApp");
        }

        if (record.ErrorCode is not null) return new Admission.Ignored("the CreateApp call failed, so no app starts");
        return Guid.TryParseExact(record.EventId, "D", out var eventId)
            ? Serve(DecideParameters(record.RequestParameters, eventId.ToString("D")), served.ReasonNotToServe)
            : new Admission.Ignored("malformed event: its eventID isn't a UUID");
    }

    /// <summary>Null when it is about one app, by its names.</summary>
    private static Admission? DecideDirect(DirectInvocation? invocation, string requestId, ServedApps served) => invocation switch
    {
        { Continue: { } continuation } => DecideContinuation(continuation, served),
        { RollOut: { } rollOut } => DecideWalk(rollOut, mayCustomize: !rollOut.DryRun, requestId, served),
        { Fleet: { } fleet } => DecideWalk(fleet, mayCustomize: false, requestId, served),
        { SelfTest: { } names } => DecideTest(names),
        _ => null,
    };

    private static Admission DecideWalk(FleetParameters parameters, bool mayCustomize, string requestId, ServedApps served)
    {
        var request = FleetRequest.TryCreate(requestId, parameters.DomainId, mayCustomize, parameters.AtOnce ?? FleetRequest.UsuallyAtOnce, receivedAt: null, out var reason);
        return request is null ? new Admission.Ignored(reason) : ServeWalk(request, served);
    }

    private static Admission ServeWalk(FleetRequest request, ServedApps served) =>
        request.MayCustomize && !served.IsEnabled ? new Admission.Ignored(ServedApps.SwitchedOff) : new Admission.Walk(request);

    private static Admission DecideTest(AppNames names)
    {
        var app = (names with { AppType = names.AppType ?? (names.SpaceName is null ? "JupyterServer" : "JupyterLab") }).TryCreate(out var reason);
        return app is null ? new Admission.Ignored(reason) : new Admission.Test(app);
    }

    /// <summary>Who names an app has chosen it: no percentage chooses again.</summary>
    private static Admission ServeNamed(Admission admission, ServedApps served) => Serve(admission, app => served.ReasonNotToServe(app.DomainId));

    private static Admission Serve(Admission admission, Func<StudioApp, string?> reasonNotTo) =>
        admission is Admission.Start(var app, _) && reasonNotTo(app) is { } reason ? new Admission.Ignored(reason, app) : admission;

    private static Admission DecideParameters(CreateAppParameters? parameters, string runId)
    {
        if (parameters is null) return new Admission.Ignored("malformed event: it has no requestParameters");
        var app = StudioApp.TryCreate(
            parameters.DomainId, parameters.UserProfileName, parameters.SpaceName, parameters.AppType, parameters.AppName, out var reason);
        if (app is null) return new Admission.Ignored(reason);
        var recovers = parameters.RecoveryMode is { ValueKind: JsonValueKind.True } or { ValueKind: JsonValueKind.String };
        return recovers && !string.Equals(parameters.RecoveryMode.ToString(), "false", StringComparison.OrdinalIgnoreCase)
            ? new Admission.Ignored("the app starts in recovery mode: its user is repairing the home", app)
            : new Admission.Start(app, runId);
    }

    /// <summary>
    /// A run that has begun is followed to its end, whatever is switched off meanwhile; but nobody is signed in to a domain that isn't served. Only who may
    /// invoke the function hands over to it.
    /// </summary>
    private static Admission DecideContinuation(Continuation continuation, ServedApps served)
    {
        if (continuation.Fleet is { } fleet)
        {
            return fleet.TryCreateRequest(out var fault) is { } request ? ServeWalk(request, served) : new Admission.Ignored(fault);
        }

        if (continuation is not { HandOvers: >= 0 } || !Guid.TryParseExact(continuation.RunId, "D", out var runId))
        {
            return new Admission.Ignored("malformed hand-over: its runId isn't a UUID, or its count is negative");
        }

        var app = StudioApp.TryCreate(
            continuation.DomainId, continuation.UserProfileName, continuation.SpaceName, continuation.AppType, continuation.AppName, out var reason);
        if (app is null) return new Admission.Ignored(reason);
        return (served with { IsEnabled = true }).ReasonNotToServe(app.DomainId) is { } unserved
            ? new Admission.Ignored(unserved, app)
            : new Admission.Continue(app, runId.ToString("D"), continuation.HandOvers, continuation.ReceivedAt);
    }
}
