namespace LocalStudio.SageMakerApi;

/// <summary>A call is refused, with one of AWS's error types.</summary>
internal sealed class ApiException(string type, string message) : Exception(message)
{
    public string Type { get; } = type;

    /// <summary>Errors of the service's own model say it in <c>Message</c>, AWS's common ones in <c>message</c>.</summary>
    public string MessageMember => Type is "ResourceNotFound" or "ResourceInUse" or "ResourceLimitExceeded" ? "Message" : "message";

    public int StatusCode { get; init; } = StatusCodes.Status400BadRequest;

    public static ApiException NotFound(string message) => new("ResourceNotFound", message);

    public static ApiException InUse(string message) => new("ResourceInUse", message);

    public static ApiException Invalid(string message) => new("ValidationException", message);
}
