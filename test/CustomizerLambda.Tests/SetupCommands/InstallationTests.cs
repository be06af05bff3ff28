using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.SetupCommands;

/// <summary>Commands that install something: what they say where there is nothing to install from. With something, EndToEnd.Tests runs them in real apps.</summary>
public sealed class InstallationTests : IDisposable
{
    /// <summary>An address where nobody listens.</summary>
    private const string Nowhere = "http://127.0.0.1:9";

    private const string Extensions = "examples/CodeEditor/40-extensions.sh";
    private const string PythonTools = "examples/every-app/50-python-tools.sh";
    private const string VsCodeServer = "examples/every-app/60-vscode-server.sh";
    private const string IdleShutdown = "examples/every-app/70-idle-shutdown.sh";
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly CommandHome _home = new();

    [Fact]
    public async Task Python_tools_that_nobody_gives_are_an_error_that_says_what_was_needed()
    {
        await WriteSourcesAsync("pip_index");
        await AssertFailsAsync("wheels into setup-commands/every-app/files/", PythonTools);
    }

    [Fact]
    public async Task Extensions_that_nobody_gives_are_an_error_that_says_what_was_needed()
    {
        await WriteSourcesAsync("open_vsx");
        _home.WriteProgram("sagemaker-code-editor", "[ \"$1\" = --list-extensions ] || exit 9");
        var output = await AssertFailsAsync("name your registry in package-sources.sh", Extensions);
        Assert.Contains("ms-python.python-2023.20.0.vsix", output, StringComparison.Ordinal);
        Assert.Contains($"{Nowhere}/api/charliermarsh/ruff/linux-", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extensions_that_the_user_has_in_any_version_are_kept()
    {
        _home.WriteProgram("sagemaker-code-editor", "[ \"$1\" = --list-extensions ] && printf '%s\\n' MS-Python.python ms-toolsai.jupyter charliermarsh.ruff");
        var (exitCode, output) = await _home.RunAsync(Extensions);
        Assert.Equal((0, "kept  ms-python.python\nkept  ms-toolsai.jupyter\nkept  charliermarsh.ruff\n"), (exitCode, output));
    }

    [Fact]
    public async Task An_editor_that_fails_is_an_error_that_says_so()
    {
        _home.WriteProgram("sagemaker-code-editor", "echo broken >&2; exit 1");
        await AssertFailsAsync("could not list the extensions", Extensions);
    }

    [Fact]
    public async Task VS_Codes_server_that_nobody_gives_is_an_error_that_says_what_was_needed()
    {
        await WriteSourcesAsync("vscode_downloads");
        await AssertFailsAsync($"vscode-server-{Commit}.tar.gz in files/", VsCodeServer, ("commits=''", $"commits={Commit}"));
        Assert.Empty(Directory.GetDirectories(_home.InHome(".vscode-server/cli/servers")));
    }

    [Fact]
    public Task Without_a_commit_VS_Codes_server_says_what_it_needs() => AssertFailsAsync("set commits at its head", VsCodeServer);

    [Fact]
    public async Task An_idle_shutdown_of_a_server_that_does_not_answer_is_an_error()
    {
        _home.WriteProgram("aws", "exit 9");
        _home.BringFile("examples/every-app/files/idle_shutdown.py");
        _home.Environment["JUPYTER_SERVER_URL"] = Nowhere + "/jupyterlab/default/";
        await AssertFailsAsync("can't be shut down when idle", IdleShutdown);
    }

    [Fact]
    public async Task Studio_Classic_has_an_idle_shutdown_of_its_own()
    {
        _home.Environment["CUSTOMIZER_APP_TYPE"] = "JupyterServer";
        var (exitCode, output) = await _home.RunAsync(IdleShutdown);
        Assert.Equal(0, exitCode);
        Assert.Contains("nothing to do", output, StringComparison.Ordinal);
        Assert.Empty(_home.Everything());
    }

    [Theory]
    [InlineData("""{"lastActiveTimestamp": "2000-01-01T00:00:00.000Z"}""", 0)]
    [InlineData("""{}""", 0)]
    [InlineData("""{"lastActiveTimestamp": "yesterday"}""", 1)]
    [InlineData("<html>", 1)]
    public async Task Code_Editor_tells_when_it_was_last_used(string answer, int exitCode)
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(answer));
        _home.BringFile("examples/every-app/files/idle_shutdown.py");
        _home.WriteProgram("aws", "exit 9");
        _home.Environment["CUSTOMIZER_APP_TYPE"] = "CodeEditor";

        var started = await _home.RunAsync(IdleShutdown, ("http://localhost:8888/codeeditor/default/", $"{server.Origin}codeeditor/default/"), ("python3 \"$program\" \"$server\"", "true"));

        Assert.Equal(exitCode, started.ExitCode);
    }

    [Fact]
    public async Task An_app_that_nobody_uses_is_deleted()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("[]"));
        _home.BringFile("examples/every-app/files/idle_shutdown.py");
        _home.WriteProgram("aws", "printf '%s ' \"$@\" >\"$HOME/asked\"");
        _home.Environment["JUPYTER_SERVER_URL"] = $"{server.Origin}jupyterlab/default/";

        // In the foreground, so that its end is the test's.
        var (exitCode, output) = await _home.RunAsync(IdleShutdown, ("idle_minutes=120", "idle_minutes=0"), ("2>&1 < /dev/null &", "2>&1 < /dev/null"), ("\"$!\"", "1"), ("disown", ""));

        Assert.Equal((0, "set   an idle app is shut down after 0 minutes\n"), (exitCode, output));
        Assert.Equal(
            "sagemaker delete-app --domain-id d-abcdefghijkl --space-name alice-lab --app-type JupyterLab --app-name default ",
            await File.ReadAllTextAsync(_home.InHome("asked"), Patience.Token));
    }

    public void Dispose() => _home.Dispose();

    private Task WriteSourcesAsync(string name) => File.WriteAllTextAsync(Path.Combine(_home.Files, "package-sources.sh"), $"{name}={Nowhere}\n", Patience.Token);

    private async Task<string> AssertFailsAsync(string text, string command, params (string, string)[] edit)
    {
        var (exitCode, output) = await _home.RunAsync(command, edit);
        Assert.Equal(1, exitCode);
        Assert.Contains(text, output, StringComparison.Ordinal);
        return output;
    }
}
