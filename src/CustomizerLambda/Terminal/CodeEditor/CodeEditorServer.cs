using System.Text.Json.Nodes;

namespace CustomizerLambda.Terminal.CodeEditor;

/// <summary>A VS Code server that an HTTP client is already allowed into: Studio's Code Editor.</summary>
/// <param name="http">Sends with whatever cookies open the server.</param>
/// <param name="baseUri">The server's base URL; ends with a slash.</param>
internal sealed class CodeEditorServer(HttpMessageInvoker http, Uri baseUri) : IAppServer
{
    /// <inheritdoc/>
    public async Task<ITerminal> OpenTerminalAsync(CancellationToken cancellationToken)
    {
        var connection = await RemoteAgentConnection.ConnectAsync(http, baseUri, cancellationToken);
        try
        {
            return await CodeEditorTerminal.OpenAsync(connection, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
