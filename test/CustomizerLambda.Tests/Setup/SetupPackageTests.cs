using CustomizerLambda.Setup;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Setup;

public sealed class SetupPackageTests
{
    private static readonly string[] AppTypes = ["JupyterLab", "JupyterServer", "CodeEditor"];

    [Fact]
    public void The_repositorys_own_commands_can_be_used()
    {
        var package = SetupPackage.Embedded();
        foreach (var appType in AppTypes) Assert.NotEmpty(package.CommandsFor(appType));
    }

    [Fact]
    public void Commands_run_in_the_order_of_their_names_wherever_they_lie()
    {
        var package = Packages.Of(
            ("JupyterLab/05-first.sh", "a"), ("every-app/50-last.sh", "b"), ("every-app/10-second.sh", "c"), ("JupyterLab/10-third.sh", "d"), ("CodeEditor/01-other.sh", "e"));
        Assert.Equal(["05-first.sh", "10-second.sh", "10-third.sh", "50-last.sh"], package.CommandsFor("JupyterLab").Select(command => command.Name));
        Assert.Equal(["10-second.sh", "50-last.sh"], package.CommandsFor("JupyterServer").Select(command => command.Name));
    }

    [Fact]
    public void An_app_type_without_commands_has_none() => Assert.Empty(Packages.Of(("JupyterLab/10-a.sh", "a")).CommandsFor("JupyterServer"));

    [Fact]
    public void A_name_occurs_once_among_an_apps_commands() =>
        Assert.Contains("both in every-app/ and in JupyterLab/", Refusal(("every-app/10-a.sh", "1"), ("JupyterLab/10-a.sh", "2")), StringComparison.Ordinal);

    [Fact]
    public void Two_app_types_may_have_a_command_of_the_same_name() =>
        Assert.Equal("2"u8, Packages.Of(("JupyterServer/10-a.sh", "1"), ("JupyterLab/10-a.sh", "2")).CommandsFor("JupyterLab").Single().Script.Span);

    [Theory]
    [InlineData("every-app/1-a.sh")]
    [InlineData("every-app/010-a.sh")]
    [InlineData("every-app/10-A.sh")]
    [InlineData("every-app/10_a.sh")]
    [InlineData("every-app/10-a")]
    [InlineData("every-app/10-a.SH")]
    [InlineData("every-app/10-.sh")]
    [InlineData("every-app/10--a.sh")]
    [InlineData("every-app/10-a b.sh")]
    [InlineData("every-app/10-a;b.sh")]
    [InlineData("every-app/10-a.sh\n")]
    [InlineData("every-app/10-\u00e9.sh")]
    [InlineData("every-app/README.md")]
    [InlineData("every-app/deep/10-a.sh")]
    [InlineData("every-app")]
    [InlineData("Jupyterlab/10-a.sh")]
    [InlineData("jupyter/10-a.sh")]
    [InlineData("10-a.sh")]
    [InlineData("files/data.txt")]
    public void A_file_that_is_no_command_is_refused_by_name(string path) => Assert.StartsWith($"{Spelling.Visible(path)}: ", Refusal(("every-app/10-own.sh", "true"), (path, "true")), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_travels_along_to_a_folder_that_nobody_has_is_refused() =>
        Assert.Contains("Jupyterlab/files/a.whl", Refusal(("every-app/10-a.sh", "1"), ("Jupyterlab/files/a.whl", "x")), StringComparison.Ordinal);

    [Fact]
    public void A_files_name_occurs_once_for_an_app() =>
        Assert.Contains("a.whl", Refusal(("every-app/10-a.sh", "1"), ("every-app/files/a.whl", "1"), ("JupyterLab/files/a.whl", "2")), StringComparison.Ordinal);

    [Theory]
    [InlineData("echo a\r\necho b\r\n")]
    [InlineData("echo a\n\r")]
    public void Windows_line_ends_are_refused(string script) =>
        Assert.Contains("Windows line ends", Refusal(("every-app/10-a.sh", script)), StringComparison.Ordinal);

    [Fact]
    public void A_bad_directive_names_its_file() =>
        Assert.StartsWith("JupyterLab/10-a.sh(1): ", Refusal(("JupyterLab/10-a.sh", "# customizer: x=y\n")), StringComparison.Ordinal);

    [Fact]
    public void Files_travel_to_their_own_apps_with_whatever_bytes_and_names()
    {
        var package = Packages.Of(
            ("every-app/10-a.sh", "a"), ("every-app/files/b.whl", "\r\n"), ("JupyterLab/files/A B.txt", "x"), ("JupyterLab/files/deep/c", "y"), ("CodeEditor/files/d.vsix", "z"));
        Assert.Equal(["A B.txt", "b.whl", "deep/c"], package.FilesFor("JupyterLab").Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["b.whl"], package.FilesFor("JupyterServer").Select(file => file.Path));
    }

    [Fact]
    public void The_digest_changes_when_anything_changes()
    {
        var digests = new[]
        {
            Packages.Of(("every-app/10-a.sh", "ab")),
            Packages.Of(("every-app/10-a.sh", "ac")),
            Packages.Of(("every-app/10-a.sh", "ab\n")),
            Packages.Of(("every-app/10-b.sh", "ab")),
            Packages.Of(("JupyterLab/10-a.sh", "ab")),
            Packages.Of(("every-app/10-a.sh", "ab"), ("every-app/files/x", "")),
            Packages.Of(("every-app/10-a.sh", "ab"), ("every-app/files/x", "1")),
            Packages.Of(("every-app/10-a.sh", "ab"), ("every-app/files/x", "#!1")),
            new SetupPackage(new Dictionary<string, SetupFile>(Packages.Files(("every-app/10-a.sh", "ab"), ("every-app/files/x", "1"))) { ["every-app/files/x"] = new(() => new MemoryStream("1"u8.ToArray()), IsExecutable: true) }),
            Packages.Of(("every-app/10-a.sh", "a"), ("every-app/11-a.sh", "b")),
            Packages.Of(("every-app/10-a.sh", "b"), ("every-app/11-a.sh", "a")),
        }.Select(package => package.Digest).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
        Assert.All(digests, digest => Assert.Matches("^[0-9a-f]{64}$", digest));
    }

    [Fact]
    public void The_digest_does_not_depend_on_the_order_of_the_files() =>
        Assert.Equal(
            Packages.Of(("every-app/10-a.sh", "a"), ("JupyterLab/11-b.sh", "b")).Digest,
            Packages.Of(("JupyterLab/11-b.sh", "b"), ("every-app/10-a.sh", "a")).Digest);

    [Theory]
    [InlineData("every-app/files/data.csv")]
    [InlineData("JupyterLab/files/deep/lib.py")]
    public void A_command_has_changed_when_a_file_that_travels_with_it_has(string file)
    {
        var before = DigestOf("JupyterLab", (file, "1"));
        Assert.Equal(before, DigestOf("JupyterLab", (file, "1")));
        Assert.NotEqual(before, DigestOf("JupyterLab", (file, "2")));
        Assert.NotEqual(before, DigestOf("JupyterLab", (file, "1"), ("every-app/files/new", "")));
        Assert.NotEqual(before, DigestOf("JupyterLab"));
        Assert.NotEqual(DigestOf("JupyterLab", (file, "1")), DigestOf("JupyterLab", (file.Replace(".", "-", StringComparison.Ordinal), "1")));
    }

    [Fact]
    public void A_command_has_not_changed_when_another_command_or_another_apps_file_has()
    {
        var before = DigestOf("JupyterLab", ("JupyterLab/files/a", "1"), ("CodeEditor/files/b", "1"), ("every-app/20-b.sh", "1"));
        Assert.Equal(before, DigestOf("JupyterLab", ("JupyterLab/files/a", "1"), ("CodeEditor/files/b", "2"), ("every-app/20-b.sh", "2")));
    }

    [Fact]
    public void A_package_without_a_command_is_refused()
    {
        Assert.Contains("no command", Refusal(), StringComparison.Ordinal);
        Assert.Contains("no command", Refusal(("every-app/files/a.whl", "x")), StringComparison.Ordinal);
        Assert.Contains("no command", Refusal(("10-a.sh", "true")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("every-app/files/a\"b.txt")]
    [InlineData("every-app/files/a\\b.txt")]
    [InlineData("every-app/files/a\nb.txt")]
    public void A_name_that_the_package_cannot_hold_is_refused(string path) =>
        Assert.Contains("the package can't hold it", Refusal(("every-app/10-a.sh", "true"), (path, "")), StringComparison.Ordinal);

    [Theory]
    [InlineData("#!/bin/sh\n", true)]
    [InlineData("\u007fELF\u0002", true)]
    [InlineData("\u007fEL", false)]
    [InlineData("#", false)]
    [InlineData("", false)]
    [InlineData("PK\u0003\u0004", false)]
    public void Where_files_have_no_modes_what_begins_like_a_program_is_one(string content, bool isExecutable) =>
        Assert.Equal(isExecutable, Packages.Files(("every-app/files/a", content)).Values.Single().IsExecutable);

    private static string DigestOf(string appType, params (string, string)[] files) =>
        Packages.Of([("every-app/10-a.sh", "true"), .. files]).CommandsFor(appType)[0].Digest;

    private static string Refusal(params (string Path, string Content)[] files) =>
        Assert.Throws<InvalidSetupCommandException>(() => Packages.Of(files)).Message;

    [Fact]
    public void A_path_that_not_every_tar_can_unpack_is_refused()
    {
        var path = $"every-app/files/{new string('a', 100)}.whl";
        var exception = Assert.Throws<InvalidSetupCommandException>(
            () => Packages.Of(("every-app/10-a.sh", "true"), (path, "")));
        Assert.Contains("longer than", exception.Message, StringComparison.Ordinal);
    }
}
