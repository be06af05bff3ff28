using CustomizerLambda.Preview;
using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Preview;

public sealed class SetupCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("customizer-test-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public void The_repositorys_commands_and_examples_have_no_problem()
    {
        Assert.Equal(0, SetupCheck.Run(Repository.SetupCommands, _output, _errors));
        Assert.Empty(_errors.ToString());
        Assert.Contains("no problem", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_built_in_is_checked_without_a_word()
    {
        Assert.Equal(0, SetupCheck.Run(folder: null, _output, _errors));
        Assert.Empty(_output.ToString() + _errors);
    }

    [Fact]
    public void Every_script_of_the_repository_is_as_shellcheck_wants_it()
    {
        var answer = ScriptTools.ShellCheck("#!/bin/bash\n"u8.ToArray());
        Assert.SkipUnless(answer.IsInstalled, "shellcheck isn't on this machine: install it (apt-get install shellcheck).");
        Assert.Equal(0, SetupCheck.Run(Repository.SetupCommands, _output, _errors));
        Assert.DoesNotContain("without shellcheck", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_is_shown_for_each_app_type_with_what_the_heads_say()
    {
        Write("every-app/20-b.sh", "# customizer: timeout=90s run=once profiles=ds-*\n");
        Write("JupyterLab/10-a.sh", "# customizer: timeout=2h on-failure=stop refresh-page=yes\n");
        Write("examples/JupyterLab/30-c.sh", "true\n");

        Assert.Equal(0, SetupCheck.Run(_folder, _output, _errors));

        var lines = _output.ToString().Split('\n');
        Assert.Matches("^Package [0-9a-f]{64}$", lines[0]);
        Assert.Equal(
            [
                "JupyterLab:",
                "  10-a.sh                                  timeout=2h on-failure=stop refresh-page=yes",
                "  20-b.sh                                  timeout=90s run=once profiles=ds-*",
                "JupyterServer:",
                "  20-b.sh                                  timeout=90s run=once profiles=ds-*",
            ],
            lines[1..6]);
        Assert.Contains(lines, line => line.StartsWith("Checked 2 commands and 1 example", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("every-app/10-a.sh", "echo a\r\n", "Windows line ends")]
    [InlineData("every-app/10-a.sh", "if true; then\n", "syntax error")]
    [InlineData("every-app/10-a.sh", "# customizer: tiemout=5m\n", "unknown directive 'tiemout'")]
    [InlineData("every-app/10-a.sh", "# customizer: profiles=a b\n", "unknown directive 'b'")]
    [InlineData("every-app/a.sh", "true\n", "name a command NN-name.sh")]
    [InlineData("CodeEditor/10-own.sh", "true\n", "both in every-app/ and in CodeEditor/")]
    [InlineData("Jupyterlab/10-a.sh", "true\n", "set-up commands are in")]
    [InlineData("10-a.sh", "true\n", "lies beside the folders")]
    [InlineData("examples/every-app/10-own.sh", "if true; then\n", "")]
    [InlineData("examples/JupyterLab/10-own.sh", "true\n", "both in every-app/ and in JupyterLab/")]
    [InlineData("examples/JupyterLab/20-a.sh", "(\n", "syntax error")]
    public void Each_defect_is_found_and_named(string path, string content, string problem)
    {
        Write("every-app/10-own.sh", "true\n");
        Write(path, content);

        var exitCode = SetupCheck.Run(_folder, _output, _errors);

        // An example that was copied in and left where it was is the copy's older self.
        Assert.Equal(problem.Length == 0 ? 0 : 1, exitCode);
        Assert.Contains(problem, _errors.ToString(), StringComparison.Ordinal);
        if (problem.Length > 0) Assert.StartsWith("setup-commands: error SETUP001: ", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_defects_are_named_at_once()
    {
        Write("every-app/10-a.sh", "echo a\r\n");
        Write("every-app/20-b.sh", "# customizer: x=y\n");
        Write("JupyterLab/c.sh", "");

        Assert.Equal(1, SetupCheck.Run(_folder, _output, _errors));

        foreach (var path in (string[])["every-app/10-a.sh", "every-app/20-b.sh", "JupyterLab/c.sh"]) Assert.Contains(path, _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_is_too_long_is_refused()
    {
        Write("every-app/10-a.sh", new string('#', SetupRules.LargestCommand) + "\n");
        Assert.Equal(1, SetupCheck.Run(_folder, _output, _errors));
        Assert.Contains("longer than 256 KiB", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_too_big_together_are_refused()
    {
        Write("every-app/files/a.bin", "");
        using (var file = File.OpenWrite(Path.Combine(_folder, "every-app/files/a.bin"))) file.SetLength(SetupRules.LargestDelivery);
        Assert.Equal(0, SetupCheck.Run(_folder, _output, _errors));
        Write("JupyterLab/files/b.bin", "x");
        Assert.Equal(1, SetupCheck.Run(_folder, _output, _errors));
        Assert.Contains("JupyterLab: its commands and files have more than 32 MiB together", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("CodeEditor", _errors.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
