namespace CustomizerLambda.Tests.SetupCommands;

/// <summary>Commands that write configuration: what is set, what of the user's stays, and that a second run changes nothing.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private const string GitIdentity = "examples/every-app/15-git-identity.sh";
    private const string TeamEditor = "examples/CodeEditor/35-team-editor.sh";

    private static readonly (string, string) MailDomain = ("mail_domain=''", "mail_domain=example.com");

    private readonly CommandHome _home = new();

    public ConfigurationTests() => _home.BringFile("every-app/files/git-set-default.sh");

    [Fact]
    public async Task Git_gets_an_identity_and_ways_to_sign_in()
    {
        Assert.Equal(0, (await _home.RunAsync(GitIdentity, MailDomain)).ExitCode);

        var configuration = await File.ReadAllTextAsync(_home.InHome(".gitconfig"), Support.Patience.Token);
        foreach (var line in (string[])["name = alice", "email = alice@example.com", "helper = cache --timeout=28800", "helper = !aws codecommit credential-helper $@", "UseHttpPath = true"])
        {
            Assert.Contains(line, configuration, StringComparison.Ordinal);
        }

        await AssertChangesNothingAsync(GitIdentity, MailDomain);
    }

    [Fact]
    public async Task What_the_user_says_to_git_stays()
    {
        await File.WriteAllTextAsync(_home.InHome(".gitconfig"), "[user]\n\temail = me@home.example\n[credential]\n\thelper = store\n", Support.Patience.Token);
        var (exitCode, output) = await _home.RunAsync(GitIdentity, MailDomain);
        Assert.Equal(0, exitCode);
        Assert.Contains("kept  user.email = me@home.example", output, StringComparison.Ordinal);
        Assert.Contains("kept  credential.helper = store", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_shared_space_nobody_gets_an_identity()
    {
        _home.Environment["SAGEMAKER_SPACE_TYPE_LOWERCASE"] = "shared";
        Assert.Equal(0, (await _home.RunAsync(GitIdentity, MailDomain)).ExitCode);
        Assert.Empty(_home.Everything());
    }

    [Fact]
    public async Task Without_a_mail_domain_the_identity_says_what_it_needs()
    {
        var (exitCode, output) = await _home.RunAsync(GitIdentity);
        Assert.Equal(1, exitCode);
        Assert.Contains("set mail_domain at its head", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pip_and_conda_go_to_the_mirrors_that_one_place_names()
    {
        const string Command = "every-app/20-pip-and-conda.sh";
        await File.WriteAllTextAsync(
            Path.Combine(_home.Files, "package-sources.sh"),
            "pip_index=https://pypi.example.com/simple\nconda_channel=https://conda.example.com/conda-forge\n",
            Support.Patience.Token);
        Assert.Equal(0, (await _home.RunAsync(Command)).ExitCode);
        Assert.Contains("index-url = https://pypi.example.com/simple", await File.ReadAllTextAsync(_home.InHome(".config/pip/pip.conf"), Support.Patience.Token), StringComparison.Ordinal);
        Assert.Contains("channels: [https://conda.example.com/conda-forge]", await File.ReadAllTextAsync(_home.InHome(".condarc"), Support.Patience.Token), StringComparison.Ordinal);
        await AssertChangesNothingAsync(Command);
    }

    [Fact]
    public async Task Where_no_mirror_is_named_none_is_set()
    {
        _home.BringFile("every-app/files/package-sources.sh");
        Assert.Equal(0, (await _home.RunAsync("every-app/20-pip-and-conda.sh")).ExitCode);
        Assert.DoesNotContain(_home.Everything(), file => file.Contains("index-url", StringComparison.Ordinal) || file.Contains("channels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Code_Editors_settings_and_shortcuts_are_added_to_what_the_user_has()
    {
        _home.BringFile("CodeEditor/files/set_defaults.py");
        var user = _home.InHome("sagemaker-code-editor-server-data/data/User");
        Directory.CreateDirectory(user);
        await File.WriteAllTextAsync(Path.Combine(user, "settings.json"), """{"editor.rulers": [80], "[python]": {"editor.formatOnSave": false}}""", Support.Patience.Token);
        await File.WriteAllTextAsync(Path.Combine(user, "keybindings.json"), """[{"key": "ctrl+alt+t", "command": "mine"}]""", Support.Patience.Token);

        Assert.Equal(0, (await _home.RunAsync(TeamEditor)).ExitCode);

        var settings = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(user, "settings.json"), Support.Patience.Token))!;
        Assert.Equal(80, settings["editor.rulers"]![0]!.GetValue<int>());
        Assert.False(settings["[python]"]!["editor.formatOnSave"]!.GetValue<bool>());
        Assert.Equal("charliermarsh.ruff", settings["[python]"]!["editor.defaultFormatter"]!.GetValue<string>());
        var keys = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(user, "keybindings.json"), Support.Patience.Token))!.AsArray();
        Assert.Equal(["mine", "ruff.executeAutofix"], keys.Select(key => key!["command"]!.GetValue<string>()));
        await AssertChangesNothingAsync(TeamEditor);
    }

    [Fact]
    public async Task Settings_with_comments_stay_as_their_user_wrote_them()
    {
        const string Command = "CodeEditor/30-code-editor-settings.sh";
        _home.BringFile("CodeEditor/files/set_defaults.py");
        var settings = _home.InHome("sagemaker-code-editor-server-data/data/User/settings.json");
        Directory.CreateDirectory(Path.GetDirectoryName(settings)!);
        await File.WriteAllTextAsync(settings, "{\n  // mine\n}\n", Support.Patience.Token);
        var (exitCode, output) = await _home.RunAsync(Command);
        Assert.Equal(0, exitCode);
        Assert.Contains("is not plain JSON", output, StringComparison.Ordinal);
        Assert.Equal("{\n  // mine\n}\n", await File.ReadAllTextAsync(settings, Support.Patience.Token));
    }

    public void Dispose() => _home.Dispose();

    private async Task AssertChangesNothingAsync(string command, params (string, string)[] edit)
    {
        var before = _home.Everything();
        var (exitCode, output) = await _home.RunAsync(command, edit);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("set  ", output, StringComparison.Ordinal);
        Assert.Equal(before, _home.Everything());
    }
}
