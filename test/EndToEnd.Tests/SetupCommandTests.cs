using System.Diagnostics;
using EndToEnd.Tests.Support;
using LocalStudio;
using LocalStudio.Jupyter;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>The repository's set-up commands and all of its examples, in real apps: what each leaves there, and that a second run changes nothing.</summary>
public sealed class SetupCommandTests
{
    [Fact]
    public async Task In_JupyterLab_each_has_its_effect_and_a_second_run_changes_nothing()
    {
        using var team = new TeamCommands();
        await AddPythonToolsAsync(team);
        team.AddVsCodeServer();
        team.AddProgram("aws", "exit 9");
        await using var studio = await StartAsync(team);

        var (app, first) = await studio.CustomizeAsync();
        AssertDone(first);
        AssertFiles(
            app.HomePath,
            (".gitconfig", "email = ada@example.com"),
            (".config/pip/pip.conf", "index-url = file://"),
            (".condarc", "notify_outdated_conda: false"),
            (".jupyter/lab/user-settings/@jupyterlab/docmanager-extension/plugin.jupyterlab-settings", "autosaveInterval"),
            ($".vscode-server/cli/servers/Stable-{TeamCommands.Commit}/server/bin/code-server", "#!/bin/sh"),
            ($".vscode-server/code-{TeamCommands.Commit}", "#!/bin/sh"),
            (".studio-idle-shutdown/log", "idle for 7200 s"));
        AssertPythonTools(team);

        string Digest() => TeamCommands.Digest(app.HomePath, ".gitconfig", ".config/pip", ".condarc", ".jupyter/lab", ".vscode-server", ".studio-idle-shutdown");
        await AssertSecondRunChangesNothingAsync(studio, app, Digest);
    }

    [Fact]
    public async Task In_Code_Editor_each_has_its_effect_and_a_second_run_changes_nothing()
    {
        using var team = new TeamCommands();
        // It asks Code Editor when it was last used, which only AWS's own build tells.
        File.Delete(Path.Combine(team.Folder, "every-app", "70-idle-shutdown.sh"));
        await AddPythonToolsAsync(team);
        team.AddVsCodeServer();
        team.AddExtension("ms-python", "python", "2023.20.0", travelsAlong: true);
        team.AddExtension("ms-toolsai", "jupyter", "2024.5.0");
        team.AddExtension("charliermarsh", "ruff", "2025.28.0", forLinux: true);
        await using var studio = await StartAsync(team);

        var (app, first) = await studio.CustomizeAsync("CodeEditor");
        AssertDone(first);
        const string Data = "sagemaker-code-editor-server-data";
        AssertFiles(
            app.HomePath,
            ($"{Data}/data/User/settings.json", "telemetry.telemetryLevel"),
            ($"{Data}/data/User/settings.json", "editor.rulers"),
            ($"{Data}/data/User/keybindings.json", "ruff.executeAutofix"),
            ($"{Data}/extensions/extensions.json", "ms-python.python"),
            ($"{Data}/extensions/extensions.json", "ms-toolsai.jupyter"),
            ($"{Data}/extensions/extensions.json", "charliermarsh.ruff"));
        AssertPythonTools(team);

        string Digest() => TeamCommands.Digest(app.HomePath, $"{Data}/data/User/settings.json", $"{Data}/data/User/keybindings.json", $"{Data}/extensions", ".vscode-server");
        await AssertSecondRunChangesNothingAsync(studio, app, Digest);
    }

    private static Task<RunningStudio> StartAsync(TeamCommands team) =>
        RunningStudio.StartAsync(team.Folder, new StudioOptions { JupyterOptions = new JupyterOptions { Programs = team.Programs, Volumes = [team.Root] } });

    /// <summary>The base environment of the app's image, and an index with the tools that come into it.</summary>
    private static async Task AddPythonToolsAsync(TeamCommands team)
    {
        await MakePythonEnvironmentAsync(Path.GetDirectoryName(team.Programs)!);
        team.AddWheel("uv", "0.8.0");
        team.AddWheel("poetry", "2.1.3");
        team.AddWheel("pdm", "2.24.2");
    }

    private static void AssertPythonTools(TeamCommands team)
    {
        var tools = Directory.GetDirectories(Path.GetDirectoryName(team.Programs)!, "*.dist-info", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        foreach (var tool in (string[])["uv-0.8.0.dist-info", "poetry-2.1.3.dist-info", "pdm-2.24.2.dist-info"]) Assert.Contains(tool, tools);
    }

    private static async Task MakePythonEnvironmentAsync(string folder)
    {
        Directory.Delete(Path.Combine(folder, "bin"));
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-m", "venv", folder]) { RedirectStandardOutput = true })!;
            await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(process.ExitCode == 0, "python3 can't make virtual environments on this machine: install what it needs (apt-get install python3-venv).");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 isn't on this machine: install it (apt-get install python3-venv).");
        }
    }

    private static async Task AssertSecondRunChangesNothingAsync(RunningStudio studio, StudioApp app, Func<string> digest)
    {
        var before = digest();
        var logged = studio.Host.Function.Log.Entries.Count;
        var invocation = await studio.Host.Function.InvokeAsync(
            $$"""{"domainId": "{{app.DomainId}}", "appType": "{{app.AppType}}", "spaceName": "{{app.SpaceName}}"}""", studio.Token);

        AssertDone(Report.Of(invocation));
        Assert.Equal(before, digest());
        var printed = studio.Host.Function.Log.Entries.Skip(logged).Select(line => LogLine.Parse(line.Text)?.Output).OfType<string>();
        Assert.DoesNotContain(printed, output => output.Split('\n').Any(line => line.StartsWith("set  ", StringComparison.Ordinal)));
    }

    private static void AssertDone(Report report) =>
        Assert.True(report.Verdict == "done", string.Join('\n', report.Commands.Select(command => $"{command.Name} {command.Outcome} {command.Reason} {command.Tail}").Append(report.Reason)));

    private static void AssertFiles(string home, params (string Path, string Content)[] files) =>
        Assert.All(files, file => Assert.Contains(file.Content, File.ReadAllText(Path.Combine(home, file.Path)), StringComparison.Ordinal));
}
