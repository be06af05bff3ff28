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
            ("JupyterLab/05-first.sh", ""), ("every-app/50-last.sh", ""), ("every-app/10-second.sh", ""), ("JupyterLab/10-third.sh", ""), ("CodeEditor/01-other.sh", ""));
        Assert.Equal(["05-first.sh", "10-second.sh", "10-third.sh", "50-last.sh"], package.CommandsFor("JupyterLab").Select(command => command.Name));
        Assert.Equal(["10-second.sh", "50-last.sh"], package.CommandsFor("JupyterServer").Select(command => command.Name));
    }

    [Fact]
    public void An_app_type_without_commands_has_none() => Assert.Empty(Packages.Of(("JupyterLab/10-a.sh", "")).CommandsFor("JupyterServer"));

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
    public void A_file_that_is_no_command_is_refused_by_name(string path) => Assert.StartsWith($"{path}: ", Refusal((path, "")), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_travels_along_to_a_folder_that_nobody_has_is_refused() =>
        Assert.Contains("Jupyterlab/files/a.whl", Refusal(("Jupyterlab/files/a.whl", "x")), StringComparison.Ordinal);

    [Fact]
    public void A_files_name_occurs_once_for_an_app() =>
        Assert.Contains("a.whl", Refusal(("every-app/files/a.whl", "1"), ("JupyterLab/files/a.whl", "2")), StringComparison.Ordinal);

    [Theory]
    [InlineData("echo a\r\necho b\r\n")]
    [InlineData("echo a\n\r")]
    public void Windows_line_ends_are_refused(string script) =>
        Assert.Contains("Windows line ends", Refusal(("every-app/10-a.sh", script)), StringComparison.Ordinal);

    [Fact]
    public void A_bad_directive_names_its_file() =>
        Assert.StartsWith("JupyterLab/10-a.sh: ", Refusal(("JupyterLab/10-a.sh", "# customizer: x=y\n")), StringComparison.Ordinal);

    [Fact]
    public void Files_travel_to_their_own_apps_with_whatever_bytes_and_names()
    {
        var package = Packages.Of(
            ("every-app/files/b.whl", "\r\n"), ("JupyterLab/files/A B.txt", "x"), ("JupyterLab/files/deep/c", "y"), ("CodeEditor/files/d.vsix", "z"));
        Assert.Equal(["A B.txt", "b.whl", "deep/c"], package.FilesFor("JupyterLab").Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["b.whl"], package.FilesFor("JupyterServer").Select(file => file.Path));
    }

    [Fact]
    public void The_digest_changes_when_anything_changes()
    {
        var digests = new[]
        {
            Packages.Of(),
            Packages.Of(("every-app/10-a.sh", "ab")),
            Packages.Of(("every-app/10-a.sh", "ac")),
            Packages.Of(("every-app/10-a.sh", "ab\n")),
            Packages.Of(("every-app/10-b.sh", "ab")),
            Packages.Of(("JupyterLab/10-a.sh", "ab")),
            Packages.Of(("every-app/10-a.sh", "ab"), ("every-app/files/x", "")),
            Packages.Of(("every-app/10-a.sh", "ab"), ("every-app/files/x", "1")),
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

    private static string Refusal(params (string Path, string Content)[] files) =>
        Assert.Throws<InvalidSetupCommandException>(() => Packages.Of(files)).Message;

    [Fact]
    public void A_path_that_not_every_tar_can_unpack_is_refused()
    {
        var path = $"every-app/files/{new string('a', 100)}.whl";
        var exception = Assert.Throws<InvalidSetupCommandException>(
            () => new SetupPackage(new Dictionary<string, Func<Stream>> { [path] = () => new MemoryStream() }));
        Assert.Contains("longer than", exception.Message, StringComparison.Ordinal);
    }
}
