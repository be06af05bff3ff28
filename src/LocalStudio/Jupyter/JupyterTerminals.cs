using System.Text.Json.Nodes;

namespace LocalStudio.Jupyter;

/// <summary>The terminals of a Jupyter server.</summary>
internal static class JupyterTerminals
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>The names of those that are open.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(Uri server, CancellationToken cancellationToken)
    {
        var terminals = await Http.GetFromJsonAsync<JsonArray>(new Uri(server, "api/terminals"), cancellationToken);
        return [.. terminals!.Select(terminal => (string)terminal!["name"]!)];
    }
}
