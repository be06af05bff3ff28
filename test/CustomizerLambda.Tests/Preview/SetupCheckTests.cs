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
        Assert.Matches(@"no problem\.\s*$", _output.ToString());
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
        var answer = ScriptTools.ShellCheck("a.sh", "#!/bin/bash\n"u8.ToArray());
        Assert.SkipUnless(answer.IsInstalled, "shellcheck isn't on this machine: install it (apt-get install shellcheck).");
        Assert.Equal(0, SetupCheck.Run(Repository.SetupCommands, _output, _errors));
        Assert.DoesNotContain("without shellcheck", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_is_shown_for_each_app_type_with_what_the_heads_say()
    {
        Write("every-app/20-b.sh", "# customizer: timeout=90s run=once profiles=ds-*\nset -e\n");
        Write("JupyterLab/10-a.sh", "# customizer: timeout=2h on-failure=stop refresh-page=yes\nset -e\n");
        Write("examples/JupyterLab/30-c.sh", "set -e\n");

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
    [InlineData("10-a.sh", "true\n", "set-up commands are in")]
    [InlineData("examples/10-a.sh", "true\n", "set-up commands are in")]
    [InlineData("every-app/10-a.sh", "cat <<EOF\ntext\n", "here-document")]
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

        foreach (var path in (string[])["every-app/10-a.sh(1)", "every-app/20-b.sh(1)", "JupyterLab/c.sh"]) Assert.Contains(path, _errors.ToString(), StringComparison.Ordinal);
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
        Write("every-app/10-a.sh", "set -e\n");
        Write("every-app/files/a.bin", "");
        using (var file = File.OpenWrite(Path.Combine(_folder, "every-app/files/a.bin"))) file.SetLength(SetupRules.LargestDelivery - 7);
        Assert.Equal(0, SetupCheck.Run(_folder, _output, _errors));
        Write("JupyterLab/files/b.bin", "x");
        Assert.Equal(1, SetupCheck.Run(_folder, _output, _errors));
        Assert.Contains("JupyterLab: its commands and files have more than 32 MiB together", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("CodeEditor", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_is_told_with_its_line_in_the_form_that_a_build_takes_for_its_own()
    {
        Write("every-app/10-a.sh", "#!/bin/bash -e\nset -e\nfi\n");
        Assert.Equal(1, SetupCheck.Run(_folder, _output, _errors));
        var lines = _errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(@"^setup-commands: error SETUP001: every-app/10-a\.sh\(\d+\): .+$", line));
        Assert.StartsWith("setup-commands: error SETUP001: every-app/10-a.sh(1): ", lines[0], StringComparison.Ordinal);
        Assert.Contains("every-app/10-a.sh(3): syntax error near unexpected token `fi'", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_of_an_example_is_told_where_the_example_lies()
    {
        Write("every-app/10-a.sh", "set -e\n");
        Write("examples/JupyterLab/20-b.sh", "#!/bin/zsh\n");
        Assert.Equal(1, SetupCheck.Run(_folder, _output, _errors));
        Assert.StartsWith("setup-commands: error SETUP001: examples/JupyterLab/20-b.sh(1): ", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_are_told_and_fail_nothing()
    {
        Write("every-app/10-a.sh", "# customizer: timeout=3h\necho a\n");
        Assert.Equal(0, SetupCheck.Run(_folder, _output, _errors));
        Assert.Empty(_errors.ToString());
        Assert.Contains("setup-commands: warning SETUP002: every-app/10-a.sh(1): its timeout of 180 minutes", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("setup-commands: warning SETUP002: every-app/10-a.sh(2): it goes on", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("no problem, 2 warnings.", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("180", 0, "no problem.")]
    [InlineData("179", 0, "no problem, 1 warning.")]
    [InlineData("soon", 1, "")]
    public void The_runs_limit_is_the_one_that_the_environment_names(string minutes, int exitCode, string counts)
    {
        Write("every-app/10-a.sh", "# customizer: timeout=3h\nset -e\n");
        Assert.Equal(exitCode, SetupCheck.Run(_folder, name => name == "CUSTOMIZER_RUN_LIMIT_MINUTES" ? minutes : null, _output, _errors));
        Assert.EndsWith(counts, _output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo $HOME\n", 0, "note: every-app/10-a.sh(2): ")]
    [InlineData("unused=1\n", 1, "error SETUP001: every-app/10-a.sh(2): unused appears unused")]
    [InlineData("[ 1 = 1\n", 1, "error SETUP001: every-app/10-a.sh(2): ")]
    public void What_shellcheck_calls_a_note_is_one(string code, int exitCode, string line)
    {
        Assert.SkipUnless(ScriptTools.ShellCheck("a.sh", "true\n"u8.ToArray()).IsInstalled, "shellcheck isn't on this machine: install it (apt-get install shellcheck).");
        Write("every-app/10-a.sh", "set -e\n" + code);
        Assert.Equal(exitCode, SetupCheck.Run(_folder, _output, _errors));
        Assert.Contains("setup-commands: " + line, _output.ToString() + _errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Checked 0 commands and 0 examples: 1 problem.")]
    [InlineData("Checked 0 commands and 0 examples: 2 problems.", "10-a.sh")]
    [InlineData("Checked 0 commands and 0 examples: 3 problems.", "10-a.sh", "tool.py")]
    [InlineData("Checked 0 commands and 1 example: 1 problem.", "examples/every-app/10-a.sh", "examples/every-app/files/lib.sh")]
    [InlineData("Checked 1 command and 1 example: no problem.", "every-app/10-a.sh", "examples/every-app/20-a.sh", "every-app/files/lib.sh", "examples/every-app/files/b.sh")]
    [InlineData("Checked 1 command and 0 examples: no problem.", "every-app/10-a.sh", "examples/every-app/10-a.sh", "README.md", "examples/README.md", ".gitignore", ".git/config")]
    public void Commands_and_examples_are_counted_and_a_set_without_any_is_refused(string summary, params string[] paths)
    {
        foreach (var path in paths) Write(path, "set -e\n");
        var exitCode = SetupCheck.Run(_folder, _output, _errors);
        Assert.Equal(summary.EndsWith("no problem.", StringComparison.Ordinal) ? 0 : 1, exitCode);
        Assert.EndsWith(summary, _output.ToString().Replace(" (without shellcheck, which isn't installed)", "", StringComparison.Ordinal).TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(exitCode == 1, _errors.ToString().Contains("there is no command in every-app/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_to_nowhere_is_named()
    {
        Write("every-app/10-a.sh", "set -e\n");
        Directory.CreateDirectory(Path.Combine(_folder, "every-app/files"));
        File.CreateSymbolicLink(Path.Combine(_folder, "every-app/files/data.csv"), "/nowhere/at/all");
        Assert.Equal(1, SetupCheck.Run(_folder, _output, _errors));
        Assert.StartsWith("setup-commands: error SETUP001: every-app/files/data.csv: it can't be opened", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_keep_their_modes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no modes on Windows");
        Write("every-app/files/tool", "x");
        Write("every-app/files/data", "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(_folder, "every-app/files/tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(_folder, "every-app/files/link"), "tool");
        var files = SetupFolder.Read(_folder).Package;
        Assert.Equal((false, true, true), (files["every-app/files/data"].IsExecutable, files["every-app/files/link"].IsExecutable, files["every-app/files/tool"].IsExecutable));
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
