using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using LocalStudio.Studio;

namespace LocalStudio.Lambda;

/// <summary>The Lambda Runtime API, version 2018-06-01, for one process (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).</summary>
internal sealed class RuntimeApi
{
    private const string Root = "/2018-06-01/runtime/";

    private readonly Channel<Offered> _next = Channel.CreateUnbounded<Offered>();
    private volatile Offered? _current;

    /// <summary>Why the function couldn't start, when it said so.</summary>
    public FunctionError? InitializationError { get; private set; }

    /// <summary>Offers an invocation to whoever asks for the next.</summary>
    /// <returns>The answer, when it has come.</returns>
    public Task<RuntimeAnswer> Offer(Invocation invocation, DateTimeOffset deadline)
    {
        var offered = new Offered(invocation, deadline);
        _next.Writer.TryWrite(offered);
        return offered.Answer.Task;
    }

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var route = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];
        switch (context.Request.Method, route)
        {
            case ("GET", ["invocation", "next"]):
                await NextAsync(context);
                break;
            case ("POST", ["invocation", var requestId, "response"]):
                await AnswerAsync(context, requestId, body => new RuntimeAnswer(body, null));
                break;
            case ("POST", ["invocation", var requestId, "error"]):
                await AnswerAsync(context, requestId, body => new RuntimeAnswer(null, ReadError(body)));
                break;
            case ("POST", ["init", "error"]):
                InitializationError = ReadError(await ReadBodyAsync(context));
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task NextAsync(HttpContext context)
    {
        var offered = await _next.Reader.ReadAsync(context.RequestAborted);
        _current = offered;
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = offered.Invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = offered.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = Arns.Function;
        headers["Lambda-Runtime-Trace-Id"] = $"Root=1-{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x8}-{Guid.NewGuid().ToString("N")[..24]};Sampled=0";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(offered.Invocation.Payload, context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, string requestId, Func<string, RuntimeAnswer> read)
    {
        var body = await ReadBodyAsync(context);
        if (_current is not { } current || current.Invocation.RequestId != requestId)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { errorMessage = "Invalid request ID", errorType = "InvalidRequestID" }, context.RequestAborted);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await context.Response.WriteAsJsonAsync(new { status = "OK" }, context.RequestAborted);
        _current = null;
        current.Answer.TrySetResult(read(body));
    }

    private static async Task<string> ReadBodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    private static FunctionError ReadError(string body)
    {
        try
        {
            var error = JsonNode.Parse(body) as JsonObject;
            return new FunctionError((string?)error?["errorType"] ?? "Unhandled", (string?)error?["errorMessage"] ?? body);
        }
        catch (JsonException)
        {
            return new FunctionError("Unhandled", body);
        }
    }

    private sealed record Offered(Invocation Invocation, DateTimeOffset Deadline)
    {
        public TaskCompletionSource<RuntimeAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What the function answered: a result or an error.</summary>
internal sealed record RuntimeAnswer(string? Result, FunctionError? Error);
