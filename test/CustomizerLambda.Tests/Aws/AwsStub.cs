using Amazon.Runtime;
using CustomizerLambda.Aws;
using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.Aws;

/// <summary>What a service was asked.</summary>
internal sealed record Call(string Operation, string Body, string Authorization);

/// <summary>A service that speaks AWS JSON 1.1, or is Lambda, and answers by a script: for each operation what comes first, then the next; the last stays.</summary>
internal sealed class AwsStub : IAsyncDisposable
{
    private readonly Dictionary<string, Queue<(int Status, string Body)>> _script = [];
    private readonly List<Call> _calls = [];
    private LoopbackServer _server = null!;

    public IReadOnlyList<Call> Calls => _calls;

    public static async Task<AwsStub> StartAsync()
    {
        var stub = new AwsStub();
        stub._server = await LoopbackServer.StartAsync(stub.AnswerAsync);
        return stub;
    }

    /// <summary>What <paramref name="operation"/> answers next.</summary>
    public AwsStub Answers(string operation, string body, int status = 200)
    {
        if (!_script.TryGetValue(operation, out var answers)) _script[operation] = answers = new();
        answers.Enqueue((status, body));
        return this;
    }

    public AwsStub Refuses(string operation, string code, string message = "no", int status = 400) =>
        Answers(operation, $$"""{"__type": "{{code}}", "message": "{{message}}"}""", status);

    public AmazonSageMakerClient SageMaker() => SageMaker(TimeProvider.System);

    public AmazonSageMakerClient SageMaker(TimeProvider time) => new(new AmazonSageMakerConfig
    {
        ServiceURL = _server.Origin.ToString(),
        AuthenticationRegion = "eu-west-1",
        DefaultAWSCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
    }, time);

    public AmazonEventBridgeClient EventBridge() => new(new AmazonEventBridgeConfig
    {
        ServiceURL = _server.Origin.ToString(),
        AuthenticationRegion = "eu-west-1",
        DefaultAWSCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
    }, TimeProvider.System);

    public AmazonLambdaClient Lambda() => new(new AmazonLambdaConfig
    {
        ServiceURL = _server.Origin.ToString(),
        AuthenticationRegion = "eu-west-1",
        DefaultAWSCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
    }, TimeProvider.System);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var byPath = target.Length == 0;
        var operation = byPath ? "Invoke" : target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var call = new Call(byPath ? $"{context.Request.Method} {context.Request.Path} ({context.Request.Headers["X-Amz-Invocation-Type"]})" : target, await body.ReadToEndAsync(), context.Request.Headers.Authorization.ToString());
        var (status, answer) = Take(operation, call);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(answer);
    }

    /// <summary>Two calls may come at the same time.</summary>
    private (int Status, string Body) Take(string operation, Call call)
    {
        lock (_calls)
        {
            _calls.Add(call);
            var answers = _script[operation];
            return answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        }
    }
}
