using System.Text.Json;
using LocalStudio.Faults;
using LocalStudio.FrontDoor;
using LocalStudio.Knobs;
using LocalStudio.Lambda;

namespace LocalStudio.SageMakerApi;

/// <summary>
/// LocalStudio's own API, on the port of SageMaker's:
/// <list type="bullet">
/// <item><c>GET</c> and <c>PUT /_localstudio/moods</c>, <c>/_localstudio/faults</c>: which are on, as <c>["name", "name=number"]</c>; a PUT turns on exactly these</item>
/// <item><c>POST /_localstudio/invocations</c>: invokes the function with the body as its event, and answers what it returned</item>
/// <item><c>GET /_localstudio/invocations</c>: every invocation and its attempts</item>
/// <item><c>GET /_localstudio/requests</c>: every request that came to the front door</item>
/// </list>
/// </summary>
internal sealed class AdminApi(Moods moods, FaultSettings faults, FunctionService function, FrontDoorServer frontDoor)
{
    public const string Root = "/_localstudio";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = Output.Options.Encoder };

    /// <summary>What this server is, to who opens it in a browser.</summary>
    public string Introduction =>
        $"<h1>LocalStudio: SageMaker's API</h1><p>For AWS's CLI and SDKs: give them this address as their endpoint URL. Apps are opened at Studio's front door, {frontDoor.Url}, by the sign-in URL from CreatePresignedDomainUrl. "
        + $"LocalStudio's own API: <a href=\"{Root}/invocations\">invocations</a>, <a href=\"{Root}/requests\">requests</a>, <a href=\"{Root}/moods\">moods</a>, <a href=\"{Root}/faults\">faults</a>.</p>";

    public async Task HandleAsync(HttpContext context, string path)
    {
        try
        {
            var answer = (context.Request.Method, path) switch
            {
                ("GET", "/moods") => WriteAsync(context, Assignments(moods)),
                ("PUT", "/moods") => ReplaceAsync(context, moods),
                ("GET", "/faults") => WriteAsync(context, Assignments(faults)),
                ("PUT", "/faults") => ReplaceAsync(context, faults),
                ("POST", "/invocations") => InvokeAsync(context),
                ("GET", "/invocations") => WriteAsync(context, function.Invocations.Entries.Select(Describe)),
                ("GET", "/requests") => WriteAsync(context, frontDoor.Requests.Entries),
                _ => RefuseAsync(context, StatusCodes.Status404NotFound, $"{Root} has moods, faults, invocations, requests."),
            };
            await answer;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    private static string[] Assignments(KnobSet knobs) => [.. knobs.Assignments];

    private static async Task ReplaceAsync(HttpContext context, KnobSet knobs)
    {
        knobs.Replace(await context.Request.ReadFromJsonAsync<string[]>(context.RequestAborted) ?? []);
        await WriteAsync(context, Assignments(knobs));
    }

    private async Task InvokeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var invocation = await function.InvokeAsync(await reader.ReadToEndAsync(context.RequestAborted), context.RequestAborted);
        if (invocation.Error is { } error)
        {
            context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
            await WriteAsync(context, new { errorType = error.Type, errorMessage = error.Message });
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(invocation.Result ?? "null", context.RequestAborted);
    }

    private static object Describe(Invocation invocation) => new
    {
        invocation.RequestId,
        invocation.IsAsynchronous,
        HasEnded = invocation.Ended.IsCompleted,
        invocation.Payload,
        invocation.Attempts,
    };

    private static Task WriteAsync<T>(HttpContext context, T value) => context.Response.WriteAsJsonAsync(value, Options, context.RequestAborted);

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new { message });
    }
}
