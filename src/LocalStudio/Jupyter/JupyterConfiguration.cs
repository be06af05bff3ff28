using System.Text.Json.Nodes;
using LocalStudio.Servers;
using LocalStudio.Studio;

namespace LocalStudio.Jupyter;

/// <summary>A Jupyter server's configuration file and environment, as Studio's image has them.</summary>
internal static class JupyterConfiguration
{
    private const string FileName = "jupyter_config.py";

    /// <summary>Writes what the image has in its configuration file. What its entry point gives as options is in <see cref="Arguments"/>.</summary>
    public static void Write(AppFolder folder, JupyterCommand command, JupyterOptions options)
    {
        var shell = new JsonArray(ShellProfile.Resolve(options.Shell));
        var app = new JsonObject
        {
            ["open_browser"] = false,
            ["port_retries"] = 0,
            ["terminado_settings"] = new JsonObject { ["shell_command"] = shell },
            ["terminals_enabled"] = !options.TerminalsDisabled,
            ["allow_root"] = true,
        };
        var configuration = new JsonObject
        {
            [command.OptionClass] = app,
            ["ContentsManager"] = new JsonObject { ["allow_hidden"] = !options.HiddenFilesRefused },
            ["FileContentsManager"] = new JsonObject { ["delete_to_trash"] = false, ["always_delete_dir"] = true },
        };
        if (options.ContentsReadOnly)
        {
            app["contents_manager_class"] = "read_only_contents.ReadOnlyContentsManager";
            File.WriteAllText(Path.Combine(folder.Root, "read_only_contents.py"), ReadOnlyContents(command));
        }

        var environment = new JsonObject();
        if (options.TerminalPath is not null) environment["PATH"] = options.TerminalPath;
        File.WriteAllText(Path.Combine(folder.Root, FileName), Python(configuration, environment));
    }

    /// <summary>
    /// As Studio's entry point has them, but for one: Studio allows every origin, for nobody comes to its port but the front door. To this one any page
    /// comes that the developer's browser has open, and Jupyter refuses it: by its origin, or by the host that it names.
    /// </summary>
    public static string[] Arguments(JupyterCommand command, AppFolder folder, string basePath, int port) =>
    [
        $"--config={Path.Combine(folder.InApp.Root, FileName)}",
        "--ip=127.0.0.1",
        $"--port={port}",
        "--no-browser",
        $"--{command.OptionClass}.base_url={basePath}",
        $"--{command.OptionClass}.token=",
    ];

    public static Dictionary<string, string> Environment(AppFolder folder, JupyterOptions options, App app, bool hasOwnImage)
    {
        var environment = AppEnvironment.Of(folder, app, options, hasOwnImage);
        environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(folder.InApp.Root, "runtime");
        if (options.ContentsReadOnly) environment["PYTHONPATH"] = folder.InApp.Root;
        return environment;
    }


    /// <summary>The terminals' environment is set in the server itself: what starts it may need the ordinary one.</summary>
    private static string Python(JsonObject configuration, JsonObject environment) =>
        $"""
        import json
        import os

        for name, options in json.loads({Literal(configuration)}).items():
            c[name].update(options)
        os.environ.update(json.loads({Literal(environment)}))

        """;

    /// <summary>A string of JSON is one of Python too.</summary>
    private static string Literal(JsonObject json) => JsonValue.Create(json.ToJsonString()).ToJsonString();

    private static string ReadOnlyContents(JupyterCommand command) =>
        $$"""
        from tornado.web import HTTPError
        from {{(command.IsNotebook6 ? "notebook.services.contents.largefilemanager" : "jupyter_server.services.contents.largefilemanager")}} import LargeFileManager


        class ReadOnlyContentsManager(LargeFileManager):
            def _refuse(self, *args, **kwargs):
                raise HTTPError(403, "The contents are read-only")

            save = delete_file = rename_file = _refuse

        """;
}
