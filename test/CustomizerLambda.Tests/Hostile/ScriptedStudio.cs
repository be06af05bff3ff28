using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.Hostile;

/// <summary>
/// An account with running apps of scripted behaviour: SageMaker's, EventBridge's and Lambda's APIs, and the front door, on this machine. Spaces are
/// visited in order of their names; each belongs to <c>alice</c>.
/// </summary>
internal sealed class ScriptedStudio : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, ScriptedApp> _apps;
    private readonly ConcurrentQueue<(string Operation, JsonObject Input)> _calls = new();
    private LoopbackServer _aws = null!;
    private LoopbackServer _door = null!;

    private ScriptedStudio(IReadOnlyDictionary<string, ScriptedApp> apps) => _apps = apps;

    public Uri Api => _aws.Origin;

    public Uri FrontDoor => _door.Origin;

    /// <summary>What the APIs were asked, in order.</summary>
    public IReadOnlyList<(string Operation, JsonObject Input)> Calls => [.. _calls];

    /// <summary>The spaces that were signed in to, in order.</summary>
    public IReadOnlyList<string> SignIns => [.. Calls.Where(call => call.Operation == "CreatePresignedDomainUrl").Select(call => (string)call.Input["SpaceName"]!)];

    /// <param name="apps">By space.</param>
    public static async Task<ScriptedStudio> StartAsync(IReadOnlyDictionary<string, ScriptedApp> apps)
    {
        var studio = new ScriptedStudio(apps);
        studio._aws = await LoopbackServer.StartAsync(studio.CallAsync);
        studio._door = await LoopbackServer.StartAsync(studio.ServeAsync);
        return studio;
    }

    public static Task<ScriptedStudio> StartAsync(ScriptedApp app) => StartAsync(new Dictionary<string, ScriptedApp> { ["lab"] = app });

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await _aws.DisposeAsync();
    }

    private async Task CallAsync(HttpContext context)
    {
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var operation = target.Length == 0 ? "Invoke" : target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var input = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        _calls.Enqueue((operation, input));
        context.Response.ContentType = "application/x-amz-json-1.1";
        if (operation == "Invoke") context.Response.StatusCode = 202;
        else await context.Response.WriteAsync(Answer(operation, input).ToJsonString());
    }

    private JsonObject Answer(string operation, JsonObject input) => operation switch
    {
        "ListApps" => new() { ["Apps"] = new JsonArray([.. _apps.Keys.Select(space => new JsonObject { ["DomainId"] = "d-abc", ["SpaceName"] = space, ["AppType"] = "JupyterLab", ["AppName"] = "default", ["Status"] = "InService" })]) },
        "DescribeApp" => new() { ["Status"] = "InService" },
        "DescribeSpace" => new() { ["OwnershipSettings"] = new JsonObject { ["OwnerUserProfileName"] = "alice" } },
        "DescribeDomain" => new() { ["AuthMode"] = "IAM" },
        "CreatePresignedDomainUrl" => new() { ["AuthorizedUrl"] = new Uri(FrontDoor, $"/auth?token=SECRET&space={input["SpaceName"]}").ToString() },
        "PutEvents" => new() { ["FailedEntryCount"] = 0 },
        _ => [],
    };

    /// <summary>Which app a session is for, its cookie says.</summary>
    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path == "/auth")
        {
            context.Response.Headers.SetCookie = $"space={context.Request.Query["space"]}; Path=/";
            context.Response.Redirect("/jupyterlab/default/");
            return;
        }

        if (context.Request.Cookies["space"] is { } space && _apps.TryGetValue(space, out var app)) await app.ServeAsync(context);
        else context.Response.StatusCode = 403;
    }
}
