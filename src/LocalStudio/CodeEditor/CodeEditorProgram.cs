using System.Globalization;
using LocalStudio.Jupyter;
using LocalStudio.Servers;
using LocalStudio.Studio;

namespace LocalStudio.CodeEditor;

/// <summary>A VS Code web server, started as Studio's image starts it: no connection token, its data in the home. It asks no page where it comes from, so it listens at a socket, and not at a port.</summary>
internal sealed class CodeEditorProgram(CodeEditorCommand command, JupyterOptions options) : IServerProgram
{
    public string Description => $"Code Editor ({command})";

    public JupyterOptions Options => options;

    public IReadOnlyList<string> Files => [command.ServerMain];

    public ServerStart Prepare(AppFolder folder, App app, int port)
    {
        ShellProfile.Write(folder.Home, options.Prompt);
        WriteProgram(folder);
        var data = Path.Combine(folder.InApp.Home, "sagemaker-code-editor-server-data");
        string[] arguments =
        [
            command.ServerMain,
            "--socket-path", folder.SocketInApp,
            "--without-connection-token",
            "--accept-server-license-terms",
            "--server-data-dir", data,
            "--extensions-dir", Path.Combine(data, "extensions"),
        ];
        var basePath = AppTypes.BasePath(app.Key.AppType);
        if (command.ServesBasePath) arguments = [.. arguments, "--server-base-path", basePath];
        return new ServerStart(command.Node, arguments, AppEnvironment.Of(folder, app, options, hasOwnImage: false), command.ServesBasePath ? basePath + "/" : "/")
        {
            ListensAtSocket = true,
        };
    }

    /// <summary>The image's command line: extensions are listed and installed by it.</summary>
    private void WriteProgram(AppFolder folder)
    {
        var program = Path.Combine(folder.Programs, "sagemaker-code-editor");
        File.WriteAllText(program, $"#!/bin/sh\nexec '{command.Node}' '{command.ServerMain}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>It answers its commit.</summary>
    public async Task<bool> AnswersAsync(HttpClient http, Uri url, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(url, "version"), cancellationToken);
        return response is { IsSuccessStatusCode: true, Content.Headers.ContentType.MediaType: "text/plain" };
    }

    /// <summary>By the process ids of their shells: there's no API to ask.</summary>
    /// <exception cref="FaultUnavailableException">This machine doesn't let us tell.</exception>
    public Task<IReadOnlyList<string>> ListTerminalsAsync(HttpClient http, Uri url, string mark, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. AppProcesses.Terminals(mark).Select(shell => shell.Id.ToString(CultureInfo.InvariantCulture))]);
}
