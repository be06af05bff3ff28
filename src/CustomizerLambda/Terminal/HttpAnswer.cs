using System.Net;

namespace CustomizerLambda.Terminal;

/// <summary>
/// The one border at which HTTP answers of an app come in, and of the front door before it: within <see cref="AppLimits"/>, and with one exception for
/// whatever may be wrong with them.
/// </summary>
/// <param name="MediaType">Null where there is none.</param>
/// <param name="IsRedirect">Whether it sends us elsewhere.</param>
/// <param name="Location">Where to; null where that is no address.</param>
/// <param name="Body">At most <see cref="AppLimits.MaxBody"/> bytes of it; what is longer is cut, and so no JSON.</param>
internal sealed record HttpAnswer(HttpStatusCode Status, string? MediaType, bool IsRedirect, Uri? Location, byte[] Body)
{
    /// <summary>Sends a request, and reads the answer.</summary>
    /// <param name="readsBody">False where only the head matters: a page may be as long as it likes then.</param>
    /// <param name="timeout">For all of it; null for <see cref="AppLimits.HttpTimeout"/>.</param>
    /// <exception cref="HttpRequestException">No answer came in time, or what came is none. Its message has no URL.</exception>
    public static async Task<HttpAnswer> OfAsync(HttpMessageInvoker http, HttpRequestMessage request, CancellationToken cancellationToken, bool readsBody = true, TimeSpan? timeout = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout ?? AppLimits.HttpTimeout);
        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            var location = response.Headers.Location;
            return new HttpAnswer(
                response.StatusCode,
                response.Content.Headers.ContentType?.MediaType,
                IsRedirect: (int)response.StatusCode is >= 300 and < 400 && response.Headers.Contains("Location"),
                location is not null && Uri.TryCreate(request.RequestUri, location, out var target) ? target : null,
                readsBody ? await ReadAsync(response.Content, patience.Token) : []);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "No answer in time.", exception);
        }
        catch (Exception exception) when (exception is not (HttpRequestException or OperationCanceledException))
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, $"The answer can't be read ({exception.GetType().Name}).", exception);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[AppLimits.MaxBody];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return body[..length];
    }
}
