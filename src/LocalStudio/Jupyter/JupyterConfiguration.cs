using System.Text.Json.Nodes;

namespace LocalStudio.Jupyter;

/// <summary>A Jupyter server's configuration file and environment, as Studio's image has them.</summary>
internal static class JupyterConfiguration
{
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

        File.WriteAllText(ConfigurationFile(folder), configuration.ToJsonString());
    }

    public static string[] Arguments(JupyterCommand command, AppFolder folder, string basePath, int port) =>
    [
        $"--config={ConfigurationFile(folder)}",
        "--ip=127.0.0.1",
        $"--port={port}",
        "--no-browser",
        $"--{command.OptionClass}.base_url={basePath}",
        $"--{command.OptionClass}.token=",
        $"--{command.OptionClass}.allow_origin=*",
    ];

    /// <summary>A clean environment: nothing of the developer's but the PATH, and what its Python needs to be found.</summary>
    public static Dictionary<string, string> Environment(AppFolder folder, JupyterOptions options, string appType)
    {
        var shell = ShellProfile.Resolve(options.Shell);
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = folder.Home,
            ["TMPDIR"] = folder.Temp,
            ["LANG"] = "C.UTF-8",
            ["SAGEMAKER_APP_TYPE"] = appType,
        };
        if (options.ContentsReadOnly) environment["PYTHONPATH"] = folder.Root;
        foreach (var (name, value) in ShellProfile.Environment(shell, folder.Home, options.Prompt)) environment[name] = value;
        if (System.Environment.GetEnvironmentVariable("PYENV_ROOT") is { } pyenvRoot) environment["PYENV_ROOT"] = pyenvRoot;
        return environment;
    }

    private static string ConfigurationFile(AppFolder folder) => Path.Combine(folder.Root, "jupyter_config.json");

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
