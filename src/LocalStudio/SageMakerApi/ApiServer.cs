using System.Text.Json;
using System.Text.Json.Nodes;
using LocalStudio.FrontDoor;
using LocalStudio.Journals;
using LocalStudio.Lambda;

namespace LocalStudio.SageMakerApi;

/// <summary>AWS's JSON protocol, version 1.1: <c>POST /</c> with <c>X-Amz-Target</c>. Signatures aren't checked, but there must be one.</summary>
internal sealed class ApiServer(SageMakerOperations sageMaker, EventBridgeOperations eventBridge, LambdaOperations lambda, AdminApi admin, Journal<StudioEvent> journal)
{
    private const string ContentType = "application/x-amz-json-1.1";

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(AdminApi.Root, StringComparison.Ordinal, out var rest))
        {
            await admin.HandleAsync(context, rest.Value ?? "");
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/")
        {
            await Pages.WriteAsync(context, "LocalStudio", admin.Introduction);
            return;
        }

        if (LambdaOperations.Is(context.Request))
        {
            await lambda.CallAsync(context);
            journal.Add(new ApiCalled(LambdaOperations.Operation, context.Response.StatusCode == StatusCodes.Status202Accepted ? null : "ResourceNotFoundException", IsByFunction(context)));
            return;
        }

        var requestId = Guid.NewGuid().ToString();
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        context.Response.ContentType = ContentType;
        var (status, body) = await AnswerAsync(context, requestId);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private async Task<(int Status, string Body)> AnswerAsync(HttpContext context, string requestId)
    {
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var operation = target[(target.LastIndexOf('.') + 1)..];
        var byFunction = IsByFunction(context);
        try
        {
            var output = Call(context, target, operation, new ApiCall(requestId, await ReadInputAsync(context), byFunction));
            journal.Add(new ApiCalled(operation, null, byFunction));
            return (StatusCodes.Status200OK, output?.ToJsonString(Output.Options) ?? "");
        }
        catch (ApiException exception)
        {
            journal.Add(new ApiCalled(operation, exception.Type, byFunction));
            var body = new JsonObject { ["__type"] = exception.Type, [exception.MessageMember] = exception.Message };
            return (exception.StatusCode, body.ToJsonString(Output.Options));
        }
    }

    private static bool IsByFunction(HttpContext context) =>
        context.Request.Headers.Authorization.ToString().Contains($"Credential={FunctionEnvironment.AccessKeyId}/", StringComparison.Ordinal);

    private JsonObject? Call(HttpContext context, string target, string operation, ApiCall call)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Path != "/")
        {
            throw new ApiException("UnknownOperationException", "Calls are POST / with X-Amz-Target.") { StatusCode = StatusCodes.Status404NotFound };
        }

        if (context.Request.Headers.Authorization.Count == 0)
        {
            throw new ApiException("MissingAuthenticationTokenException", "Missing Authentication Token") { StatusCode = StatusCodes.Status403Forbidden };
        }

        return target.Split('.')[0] switch
        {
            "SageMaker" => sageMaker.Call(operation, call),
            "AWSEvents" => eventBridge.Call(operation, call),
            _ => throw new ApiException("UnknownOperationException", $"LocalStudio has no operation {target}."),
        };
    }

    private static async Task<JsonObject> ReadInputAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject
                ?? throw new ApiException("SerializationException", "The body must be a JSON object.");
        }
        catch (JsonException)
        {
            throw new ApiException("SerializationException", "The body isn't JSON.");
        }
    }
}
