using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Stack.Tests.Template;
using Stack.Tests.Tools;

namespace Stack.Tests.Build;

/// <summary>
/// The package, made as <c>sam build</c> makes it for a function with <c>BuildMethod: makefile</c>: make, in a copy of the project, with the function's name
/// and a folder for what it makes.
/// </summary>
public sealed class BuildTests : IDisposable
{
    /// <summary>What .NET's compiler adds to a machine's number for Linux.</summary>
    private const int Linux = 0x7B79;

    private static readonly string[] Parts = [".editorconfig", "Directory.Build.props", "Directory.Packages.props", "global.json", "setup-commands", "src/CustomizerLambda"];

    private readonly string _folder = Directory.CreateTempSubdirectory("sam-build-").FullName;

    [Theory]
    [InlineData("x86_64", Machine.Amd64)]
    [InlineData("arm64", Machine.Arm64)]
    public async Task The_package_is_compiled_ahead_for_the_processor_that_is_asked_for(string architecture, Machine machine)
    {
        var (exitCode, output, error) = await MakeAsync($"ARCHITECTURE={architecture}");
        Assert.SkipWhen((output + error).Contains("Unable to find package Microsoft.", StringComparison.Ordinal), $"the source of packages has no .NET runtime for {architecture}");
        Assert.True(exitCode == 0, output + error);

        foreach (var name in (string[])["CustomizerLambda.dll", "AWSSDK.Core.dll"])
        {
            using var image = new PEReader(File.OpenRead(Path.Combine(_folder, "artifacts", name)));
            Assert.Equal(machine, (Machine)((int)image.PEHeaders.CoffHeader.Machine ^ Linux));
        }

        var handler = new DeployedStack()["CustomizerFunction"]["Handler"]!.GetValue<string>();
        Assert.True(File.Exists(Path.Combine(_folder, "artifacts", handler + ".dll")));
        Assert.True(File.Exists(Path.Combine(_folder, "artifacts", handler + ".runtimeconfig.json")));
        Assert.False(File.Exists(Path.Combine(_folder, "artifacts", "System.Private.CoreLib.dll")));
    }

    [Fact]
    public async Task Another_processor_is_refused()
    {
        var (exitCode, _, error) = await MakeAsync("ARCHITECTURE=mips");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("arm64 or x86_64", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_word_it_is_built_for_the_processor_that_the_stack_has_by_default() =>
        Assert.Contains($"ARCHITECTURE ?= {StackTemplate.Parameters["Architecture"]!["Default"]}", File.ReadAllLines(Path.Combine(Root(), "src", "CustomizerLambda", "Makefile")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int ExitCode, string Output, string Error)> MakeAsync(string architecture)
    {
        await Tool.RequireAsync("make", "make", "--version");
        var source = Path.Combine(_folder, "source");
        foreach (var part in Parts) Copy(Path.Combine(Root(), part), Path.Combine(source, part));
        var artifacts = Directory.CreateDirectory(Path.Combine(_folder, "artifacts")).FullName;
        return await Tool.RunAsync("make", ["--makefile", "src/CustomizerLambda/Makefile", "build-CustomizerFunction", $"ARTIFACTS_DIR={artifacts}", architecture], folder: source);
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(entry => Path.GetFileName(entry) is not ("bin" or "obj")))
        {
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
