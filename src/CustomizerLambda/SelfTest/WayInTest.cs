using CustomizerLambda.Events;
using CustomizerLambda.Fleet;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Run;
using CustomizerLambda.Setup;
using CustomizerLambda.Studio;
using CustomizerLambda.Terminal;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.SelfTest;

/// <summary>
/// Would this app be customized? Checks settings and permissions, then walks the whole way in: sign in, wait for the app's answer, open a terminal, start
/// the agent in it, close it. It runs no set-up command, and leaves nothing in the app.
/// </summary>
internal sealed class WayInTest(
    StudioDirectory directory, StudioTags tags, RunningApps running, StudioHosts hosts, ServedApps served, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Does all checks. It throws nothing: what is wrong is in the report.</summary>
    public async Task<SelfTestReport> TestAsync(StudioApp app, LambdaContext context, CancellationToken stopping)
    {
        using var scope = logger.BeginScope(LogFields.Of(app));
        using var timeIsUp = new CancellationTokenSource(context.WorkingTime(time), time);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeIsUp.Token);
        var (checklist, recorder, token) = (new Checklist(time, logger), new FrontDoorRecorder(), working.Token);

        await checklist.DoAsync("settings", canDo: true, () => Task.FromResult(Served(app)));
        await checklist.DoAsync("sagemaker:DescribeDomain", canDo: true, () => DomainAsync(app, token));
        await checklist.DoAsync("sagemaker:ListApps", canDo: true, async () => $"{(await running.ListAsync(app.DomainId, token)).Count} apps are in service in the domain");
        var owner = await checklist.DoAsync("owner", canDo: true, () => OwnerAsync(app, token));
        await checklist.DoAsync("sagemaker:ListTags", owner is not null, () => TagsAsync(app, owner!, context, token));
        var isInService = await checklist.DoAsync("sagemaker:DescribeApp", canDo: true, () => InServiceAsync(app, token));
        var url = await checklist.DoAsync("sagemaker:CreatePresignedDomainUrl", owner is not null, () => SignInUrlAsync(app, owner!, token));
        using var entrance = await checklist.DoAsync("sign-in", url is not null && isInService, () => EnterAsync(app, url!, recorder, token));
        await TryTerminalAsync(checklist, entrance?.Server, token);
        return new SelfTestReport { Passed = checklist.AllPassed, App = AppReport.Of(app, owner)!, Checks = checklist.Checks, FrontDoor = recorder.Exchanges };
    }

    private static async Task TryTerminalAsync(Checklist checklist, IAppServer? server, CancellationToken cancellationToken)
    {
        await using var terminal = await checklist.DoAsync("terminal", server is not null, async () => (await server!.OpenTerminalAsync(cancellationToken), "opened, and connected to by WebSocket"));
        await checklist.DoAsync("shell", terminal is not null, () => AgentAsync(terminal!, cancellationToken));
        await checklist.DoAsync("close", terminal is not null, async () =>
        {
            using var cleanUp = new CancellationTokenSource(CleanUpTimeout);
            await terminal!.CloseAsync(cleanUp.Token);
            return "the terminal is gone";
        });
    }

    private string Served(StudioApp app) => served.ReasonNotToServe(app) is { } reason
        ? throw new InvalidSettingException($"Its starts are ignored: {reason}. Change that parameter of the stack to serve it.")
        : "starts of this app are served";

    private async Task<string> DomainAsync(StudioApp app, CancellationToken cancellationToken)
    {
        var domain = await directory.DomainAsync(app.DomainId, cancellationToken);
        return domain.AuthMode == "SSO"
            ? throw new NotSupportedByDomainException(StudioDirectory.SignsInByIdentityCenter)
            : $"users sign in by {domain.AuthMode}; network access is {domain.AppNetworkAccessType ?? "not told"}";
    }

    private async Task<(string Result, string Found)> OwnerAsync(StudioApp app, CancellationToken cancellationToken)
    {
        var owner = await directory.OwnerAsync(app, cancellationToken);
        return (owner, $"the app belongs to user profile {owner}");
    }

    private async Task<string> TagsAsync(StudioApp app, string owner, LambdaContext context, CancellationToken cancellationToken) =>
        await tags.OptOutAsync(app, owner, context.InvokedFunctionArn, cancellationToken) is { } optOut
            ? throw new NotSupportedByDomainException($"Its starts are ignored: {optOut}. Take the tag away to serve it.")
            : "no tag keeps the customizer away";

    private async Task<string> InServiceAsync(StudioApp app, CancellationToken cancellationToken)
    {
        var (status, failureReason) = await directory.StatusAsync(app, TimeSpan.MaxValue, cancellationToken);
        return status == "InService"
            ? "the app is in service"
            : throw new AppGoneException($"The app is {status}{(failureReason is null ? "" : $" ({failureReason})")}: start it in Studio, wait until it runs, and test again.");
    }

    private async Task<(Uri Result, string Found)> SignInUrlAsync(StudioApp app, string owner, CancellationToken cancellationToken) =>
        (await directory.SignInUrlAsync(app, owner, cancellationToken), "a sign-in was granted");

    private async Task<(AppEntrance Result, string Found)> EnterAsync(StudioApp app, Uri url, FrontDoorRecorder recorder, CancellationToken cancellationToken) =>
        (await AppEntrance.OpenAsync(app, url, hosts, time, logger, cancellationToken, recorder.Around), "signed in, and the app's server answers");

    private static async Task<string> AgentAsync(ITerminal terminal, CancellationToken cancellationToken)
    {
        var agent = await Agent.StartAsync(terminal, Guid.NewGuid().ToString("D"), cancellationToken);
        var runs = await agent.ListRunsAsync(cancellationToken);
        return runs is [var last, ..]
            ? $"bash answers; the app's last run is {last.Id} ({last.ReportedVerdict ?? last.Supervisor.ToString().ToLowerInvariant()})"
            : "bash answers; the app has had no run";
    }
}
