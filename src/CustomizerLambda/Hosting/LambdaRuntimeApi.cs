using System.Globalization;
using System.Net.Http.Json;

namespace CustomizerLambda.Hosting;

/// <summary>
/// The Lambda Runtime API, version 2018-06-01: <c>next</c>, <c>response</c>, <c>error</c>, <c>init/error</c>
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
/// </summary>
internal sealed class LambdaRuntimeApi(HttpClient http, string endpoint)
{
    /// <summary>In bytes, of a synchronous invocation's response (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). A larger one is refused with 413.</summary>
    public const int MaxResponse = 6 * 1024 * 1024;

    /// <summary>In characters, of an error's message: it goes into logs and queues.</summary>
    private const int MaxErrorMessage = 2000;

    private readonly Uri _runtime = new($"http://{endpoint}/2018-06-01/runtime/");
    private bool _invokedBefore;

    /// <summary>Waits for the next invocation, for as long as it takes.</summary>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(_runtime, "invocation/next"), cancellationToken);
        response.EnsureSuccessStatusCode();
        var context = new LambdaContext(
            AwsRequestId: Header(response, "Lambda-Runtime-Aws-Request-Id")
                ?? throw new InvalidDataException("The Runtime API sent an invocation without a request id."),
            InvokedFunctionArn: Header(response, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
            Deadline: DateTimeOffset.FromUnixTimeMilliseconds(
                long.Parse(Header(response, "Lambda-Runtime-Deadline-Ms") ?? "0", CultureInfo.InvariantCulture)),
            TraceId: Header(response, "Lambda-Runtime-Trace-Id"),
            IsColdStart: !_invokedBefore);
        _invokedBefore = true;
        return new Invocation(context, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Returns the invocation's result.</summary>
    public Task RespondAsync(LambdaContext context, ReadOnlyMemory<byte> result, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{context.AwsRequestId}/response", new ReadOnlyMemoryContent(result), errorType: null, cancellationToken);

    /// <summary>Says that the invocation failed: Lambda will retry an asynchronous one.</summary>
    public Task FailAsync(LambdaContext context, Exception exception, CancellationToken cancellationToken) =>
        PostErrorAsync($"invocation/{context.AwsRequestId}/error", exception, cancellationToken);

    /// <summary>Says that the function can't start.</summary>
    public Task FailInitializationAsync(Exception exception, CancellationToken cancellationToken) =>
        PostErrorAsync("init/error", exception, cancellationToken);

    private Task PostErrorAsync(string path, Exception exception, CancellationToken cancellationToken) =>
        PostAsync(
            path,
            JsonContent.Create(
                new RuntimeError(exception.Message[..Math.Min(exception.Message.Length, MaxErrorMessage)], exception.GetType().Name, []), Json.Default.RuntimeError),
            exception.GetType().Name,
            cancellationToken);

    private async Task PostAsync(string path, HttpContent content, string? errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_runtime, path)) { Content = content };
        if (errorType is not null) request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}

/// <summary>One invocation: its context, and the event as it came.</summary>
internal sealed record Invocation(LambdaContext Context, byte[] Event);

/// <summary>The body of an error, as the Runtime API wants it.</summary>
internal sealed record RuntimeError(string ErrorMessage, string ErrorType, IReadOnlyList<string> StackTrace);
