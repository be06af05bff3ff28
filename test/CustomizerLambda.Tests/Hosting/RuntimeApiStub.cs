using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.Hosting;

/// <summary>What the function posted to the Runtime API.</summary>
internal sealed record Post(string Path, string ErrorType, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>Lambda's Runtime API: gives out invocations one by one, and holds "next" open when there is none.</summary>
internal sealed class RuntimeApiStub : IAsyncDisposable
{
    private readonly Channel<(string RequestId, string Payload)> _invocations = Channel.CreateUnbounded<(string, string)>();
    private readonly Channel<Post> _posts = Channel.CreateUnbounded<Post>();
    private LoopbackServer _server = null!;

    /// <summary>When Lambda would stop the invocations.</summary>
    public DateTimeOffset Deadline { get; set; } = DateTimeOffset.FromUnixTimeMilliseconds(1763632800000);

    /// <summary>How many bytes of a response it takes.</summary>
    private int MaxResponse { get; init; } = int.MaxValue;

    /// <summary>Host and port, as Lambda names them.</summary>
    public string Endpoint => _server.Origin.Authority;

    public static async Task<RuntimeApiStub> StartAsync(int maxResponse = int.MaxValue)
    {
        var stub = new RuntimeApiStub { MaxResponse = maxResponse };
        stub._server = await LoopbackServer.StartAsync(stub.AnswerAsync);
        return stub;
    }

    public void Invoke(string requestId, string payload) => Assert.True(_invocations.Writer.TryWrite((requestId, payload)));

    public ValueTask<Post> NextPostAsync() => _posts.Reader.ReadAsync(Patience.Token);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/2018-06-01/runtime/invocation/next")
        {
            var (requestId, payload) = await _invocations.Reader.ReadAsync(context.RequestAborted);
            context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = requestId;
            context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:111122223333:function:customizer";
            context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["Lambda-Runtime-Trace-Id"] = "Root=1-abc";
            await context.Response.WriteAsync(payload);
            return;
        }

        using var body = new StreamReader(context.Request.Body);
        var post = new Post(context.Request.Path, context.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString(), await body.ReadToEndAsync());
        context.Response.StatusCode = post.Body.Length <= MaxResponse ? 202 : 413;
        await context.Response.CompleteAsync();
        if (context.Response.StatusCode == 202) Assert.True(_posts.Writer.TryWrite(post));
    }
}
