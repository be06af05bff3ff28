using LocalStudio.Lambda;
using LocalStudio.Studio;

namespace LocalStudio.SageMakerApi;

/// <summary>Lambda's Invoke, as far as the function calls it: <c>POST /2015-03-31/functions/NAME/invocations</c> for an event (REST and JSON).</summary>
internal sealed class LambdaOperations(FunctionService function)
{
    /// <summary>Such as IAM names it.</summary>
    public const string Operation = "Invoke";

    private const string Path = $"/2015-03-31/functions/{Arns.FunctionName}/invocations";

    /// <summary>Whether a request is for Lambda.</summary>
    public static bool Is(HttpRequest request) => request.Path.StartsWithSegments("/2015-03-31", StringComparison.Ordinal);

    /// <summary>Queues the event.</summary>
    public async Task CallAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var payload = await reader.ReadToEndAsync(context.RequestAborted);
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Path != Path || context.Request.Headers["X-Amz-Invocation-Type"] != "Event")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.Headers["x-amzn-ErrorType"] = "ResourceNotFoundException";
            await context.Response.WriteAsync("""{"Message": "LocalStudio has one function, and invokes it by Event."}""", context.RequestAborted);
            return;
        }

        function.Enqueue(payload);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
