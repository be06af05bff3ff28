using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace CustomizerLambda.Terminal.Jupyter;

/// <summary>
/// A Jupyter server that an HTTP client is already allowed into. Works on jupyter_server 1 and 2 and on notebook 6
/// (https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html).
/// </summary>
/// <param name="http">Sends with whatever cookies open the server; the same client opens the terminal's socket.</param>
/// <param name="baseUri">The server's base URL; ends with a slash.</param>
/// <param name="xsrfToken">The value of the <c>_xsrf</c> cookie that <paramref name="http"/> sends: Jupyter wants it again in a header.</param>
internal sealed class JupyterServer(HttpMessageInvoker http, Uri baseUri, string xsrfToken) : IAppServer
{
    private const int UploadPiece = 3 * 1024 * 1024;

    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<ITerminal> OpenTerminalAsync(CancellationToken cancellationToken)
    {
        var name = await CreateTerminalAsync(cancellationToken);
        try
        {
            return await ConnectAsync(name, cancellationToken);
        }
        catch
        {
            await TryDeleteTerminalAsync(name);
            throw;
        }
    }

    /// <summary>Opens a terminal in a plain shell, if the server lets us choose (older ones don't: then in the user's).</summary>
    /// <returns>The terminal's name.</returns>
    private async Task<string> CreateTerminalAsync(CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, "api/terminals");
        request.Content = new StringContent("""{"shell_command": ["/bin/sh"]}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        var answer = await SendAsync(request, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            throw new AppUnusableException(
                "The app's Jupyter server has no terminals (HTTP 404): check that terminals are enabled in the app's image (ServerApp.terminals_enabled), and that terminado is in it.");
        }

        if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Created))
        {
            throw new TerminalLostException(
                $"The Jupyter server refused to open a terminal (HTTP {(int)answer.Status}): "
                + "check that a new terminal opens in the app in a browser.");
        }

        if (AppJson.TryParse(answer.Body) is not { } terminal)
        {
            throw new TerminalLostException("What answered for the Jupyter server wasn't JSON: check that the app is still in service.");
        }

        return terminal.Text("name") is { Length: > 0 and <= AppLimits.MaxTerminalName } name
            ? name
            : throw new TerminalLostException("The Jupyter server opened a terminal without a name that can be used: check the image's Jupyter version.");
    }

    /// <summary>Writes a file into the folder that the server serves, in pieces, through the contents API.</summary>
    /// <returns>False when the server doesn't take it: it is read-only, or its contents API is switched off.</returns>
    public async Task<bool> TryUploadAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        for (var (piece, start) = (1, 0); start < content.Length; piece++, start += UploadPiece)
        {
            var isLast = start + UploadPiece >= content.Length;
            var body = new JsonObject
            {
                ["type"] = "file",
                ["format"] = "base64",
                ["chunk"] = isLast ? -1 : piece,
                ["content"] = Convert.ToBase64String(content.Span.Slice(start, Math.Min(UploadPiece, content.Length - start))),
            };
            // A single piece is a whole file.
            if (isLast && piece == 1) body.Remove("chunk");
            using var request = Request(HttpMethod.Put, $"api/contents/{Uri.EscapeDataString(name)}");
            request.Content = JsonContent.Create(body, Json.Default.JsonObject);
            if ((int)(await SendAsync(request, cancellationToken)).Status is < 200 or > 299) return false;
        }

        return true;
    }

    /// <summary>Connects to a terminal.</summary>
    /// <exception cref="TerminalLostException">There is no such terminal any more, or something between refuses WebSockets.</exception>
    public Task<JupyterTerminal> ConnectAsync(string terminal, CancellationToken cancellationToken)
    {
        var uri = new Uri(baseUri, $"terminals/websocket/{Uri.EscapeDataString(terminal)}");
        return JupyterTerminal.ConnectAsync(this, terminal, http, uri, cancellationToken);
    }

    /// <summary>
    /// Closes a terminal; one that is gone already is closed. A terminal left open would keep JupyterLab's idle shutdown from ever happening.
    /// </summary>
    public async Task DeleteTerminalAsync(string terminal, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Delete, $"api/terminals/{Uri.EscapeDataString(terminal)}");
        var answer = await SendAsync(request, cancellationToken);
        if (answer.Status is not (HttpStatusCode.NoContent or HttpStatusCode.OK or HttpStatusCode.NotFound))
        {
            throw new TerminalLostException($"The Jupyter server refused to close a terminal (HTTP {(int)answer.Status}).");
        }
    }

    private async Task TryDeleteTerminalAsync(string terminal)
    {
        using var patience = new CancellationTokenSource(CleanUpTimeout);
        try
        {
            await DeleteTerminalAsync(terminal, patience.Token);
        }
        catch (Exception exception) when (exception is TerminalLostException or OperationCanceledException)
        {
            // What kept us from connecting to it matters, and is being thrown.
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(baseUri, path));
        request.Headers.Add("X-XSRFToken", xsrfToken);
        request.Headers.Add("Origin", baseUri.GetLeftPart(UriPartial.Authority));
        return request;
    }

    private async Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await HttpAnswer.OfAsync(http, request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new TerminalLostException($"The Jupyter server can't be reached ({exception.HttpRequestError}): check that the app is still in service.", exception);
        }
    }
}
