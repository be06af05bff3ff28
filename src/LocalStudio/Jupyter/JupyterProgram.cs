using System.Text.Json.Nodes;
using LocalStudio.Servers;
using LocalStudio.Studio;

namespace LocalStudio.Jupyter;

/// <summary>A Jupyter server, started as Studio's image starts it: no token, Studio's base path.</summary>
internal sealed class JupyterProgram(JupyterCommand command, JupyterOptions options) : IServerProgram
{
    public string Description => $"Jupyter server ({command})";

    public JupyterOptions Options => options;

    public IReadOnlyList<string> Files => command.ImageRoot is null ? [command.Path] : [];

    public string? ImageRoot => command.ImageRoot;

    public ServerStart Prepare(AppFolder folder, App app, int port)
    {
        ShellProfile.Write(folder.Home, options.Prompt);
        JupyterConfiguration.Write(folder, command, options);
        var basePath = AppTypes.BasePath(app.Key.AppType);
        var arguments = JupyterConfiguration.Arguments(command, folder, basePath, port);
        return new ServerStart(command.Path, arguments, JupyterConfiguration.Environment(folder, options, app, hasOwnImage: command.ImageRoot is not null), basePath + "/");
    }

    public async Task<bool> AnswersAsync(HttpClient http, Uri url, CancellationToken cancellationToken)
    {
        var status = await http.GetFromJsonAsync<JsonObject>(new Uri(url, "api/status"), cancellationToken);
        return status!.ContainsKey("started");
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<string>> ListTerminalsAsync(HttpClient http, Uri url, string mark, CancellationToken cancellationToken)
    {
        var terminals = await http.GetFromJsonAsync<JsonArray>(new Uri(url, "api/terminals"), cancellationToken);
        return [.. terminals!.Select(terminal => (string)terminal!["name"]!)];
    }
}
