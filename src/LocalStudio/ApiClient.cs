using System.Text;
using System.Text.Json.Nodes;

namespace LocalStudio;

/// <summary>Calls SageMaker's API as somebody other than the function.</summary>
internal sealed class ApiClient(Uri url)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    public async Task<ApiResponse> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new StringContent(input.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"SageMaker.{operation}");
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=LOCAL/20260101/us-east-1/sagemaker/aws4_request");
        using var response = await Http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return new ApiResponse((int)response.StatusCode, body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject());
    }
}

/// <summary>What an API answered.</summary>
/// <param name="StatusCode">200, or 400 for most errors.</param>
/// <param name="Body">The output, or the error with its <c>__type</c>.</param>
public sealed record ApiResponse(int StatusCode, JsonObject Body)
{
    /// <summary>Whether the call was accepted.</summary>
    public bool IsSuccess => StatusCode == 200;
}
