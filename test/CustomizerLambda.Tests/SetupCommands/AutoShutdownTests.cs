using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.SetupCommands;

/// <summary>
/// Studio Classic's auto-shutdown extension, from an archive that travels along. Jupyter, pip and supervisor stand aside: what they are told is
/// written down, and the extension answers once Jupyter was restarted.
/// </summary>
public sealed class AutoShutdownTests : IDisposable
{
    private const string Command = "JupyterServer/40-auto-shutdown-extension.sh";
    private const string Name = "sagemaker_studio_autoshutdown-0.1.5";

    private readonly CommandHome _home = new();
    private int _starts;

    public AutoShutdownTests()
    {
        using var gzip = new GZipStream(File.Create(Path.Combine(_home.Files, Name + ".tar.gz")), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Name + "/setup.py") { DataStream = new MemoryStream("# none\n"u8.ToArray()) });
        foreach (var program in (string[])["jupyter", "supervisorctl"]) _home.WriteProgram(program, $"echo \"{program} $*\" >>\"$HOME/told\"");
        _home.WriteProgram("python3", "if [ \"$2\" = pip ]; then echo \"python3 $*\" >>\"$HOME/told\"; else PATH=${PATH#*:} exec python3 \"$@\"; fi");
    }

    [Fact]
    public async Task It_is_installed_from_the_archive_and_set_going_and_a_second_run_changes_nothing()
    {
        await using var server = await LoopbackServer.StartAsync(AnswerAsync);
        _home.Environment["JUPYTER_SERVER_URL"] = $"{server.Origin}jupyter/default/";

        var (exitCode, output) = await RunAsync();

        Assert.True(exitCode == 0, output);
        Assert.EndsWith("Idle kernels and apps are shut down after 120 minutes.\n", output, StringComparison.Ordinal);
        var source = _home.InHome($".auto-shutdown/{Name}");
        Assert.Equal(
            [
                $"python3 -m pip install --no-index --no-dependencies --no-build-isolation --disable-pip-version-check -e {source}",
                "jupyter serverextension enable --py sagemaker_studio_autoshutdown",
                $"supervisorctl -c {Supervisor} restart jupyterlabserver",
            ],
            await File.ReadAllLinesAsync(_home.InHome("told"), Patience.Token));
        Assert.Equal(1, _starts);

        var before = _home.Everything();
        Assert.Equal((0, "The extension is already installed.\nIdle kernels and apps are shut down after 120 minutes.\n"), await RunAsync());
        Assert.Equal(before, _home.Everything());
        Assert.Equal(1, _starts);
    }

    [Fact]
    public async Task Without_a_supervisor_it_says_that_Jupyter_was_not_restarted()
    {
        await using var server = await LoopbackServer.StartAsync(AnswerAsync);
        _home.Environment["JUPYTER_SERVER_URL"] = $"{server.Origin}jupyter/default/";

        var (exitCode, output) = await _home.RunAsync(Command, ("supervisor=/etc/supervisor/conf.d/supervisord.conf", "supervisor=/nowhere"));

        Assert.Equal(1, exitCode);
        Assert.EndsWith("Jupyter can't be restarted from here: there is no supervisorctl or no /nowhere.\n", output, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private string Supervisor => Path.Combine(_home.Files, "supervisord.conf");

    private async Task<(int ExitCode, string Output)> RunAsync()
    {
        await File.WriteAllTextAsync(Supervisor, "", Patience.Token);
        return await _home.RunAsync(Command, ("supervisor=/etc/supervisor/conf.d/supervisord.conf", $"supervisor={Supervisor}"));
    }

    /// <summary>The extension, which is there once Jupyter was restarted, and Jupyter's protection against forged requests.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.SetCookie = "_xsrf=2|a|b; Path=/jupyter/default/";
        if (request.Path != "/jupyter/default/sagemaker-studio-autoshutdown/idle_checker" || !File.Exists(_home.InHome("told")))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (request.Method == HttpMethods.Post)
        {
            if (request.Headers["X-XSRFToken"] != "2|a|b" || !request.Headers.Cookie.ToString().Contains("_xsrf=2|a|b", StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            using var wanted = await JsonDocument.ParseAsync(request.Body);
            Assert.Equal((120, false), (wanted.RootElement.GetProperty("idle_time").GetInt32(), wanted.RootElement.GetProperty("keep_terminals").GetBoolean()));
            _starts++;
        }

        await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"idle_time": 7200, "count": {{_starts}}}"""));
    }
}
