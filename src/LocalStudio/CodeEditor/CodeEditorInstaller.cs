using LocalStudio.Processes;

namespace LocalStudio.CodeEditor;

/// <summary>Installs VS Code's web server out of the npm package code-server, once for each version, into the cache folder.</summary>
public static class CodeEditorInstaller
{
    /// <summary>The version that is taken when none is named: the VS Code of SageMaker Distribution 4.0 to 4.2.</summary>
    public const string DefaultVersion = "4.108.2";

    private static readonly string[] Tools = ["npm", "g++", "make", "python3"];

    private static string Folder => Path.Combine(CacheFolder.Path, "code-editor");

    /// <summary>Finds it in the cache folder, or installs it there.</summary>
    /// <param name="version">code-server's.</param>
    /// <param name="say">Gets a line for each step that takes a while.</param>
    /// <param name="cancellationToken">Stops installing.</param>
    /// <exception cref="SetupException">It isn't there, and can't be installed.</exception>
    public static async Task<CodeEditorCommand> FindOrInstallAsync(string version, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(say);
        var target = Path.Combine(Folder, CodeEditorVersions.Parse(version).ToString());
        if (CodeEditorPackage.Find(target) is { } found) return found;
        await using var ours = await CacheLock.TakeAsync(target + ".lock", "Code Editor", say, cancellationToken);
        if (CodeEditorPackage.Find(target) is { } foundNow) return foundNow;
        await EnsureToolsAsync(say, cancellationToken);
        say($"Installing Code Editor (code-server {version}) into {target}: this takes a minute or two");

        // It is built beside its place, and moved there when it is whole.
        var unfinished = target + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        await new CodeEditorBuild(unfinished, target + ".log", say).RunAsync(version, cancellationToken);
        Directory.Move(unfinished, target);
        return CodeEditorPackage.Find(target) ?? throw new SetupException($"Code Editor was installed into {target}, and isn't there: delete the folder and try again.");
    }

    /// <summary>What is in the cache folder already; null when it isn't.</summary>
    public static CodeEditorCommand? Find(string version) => CodeEditorPackage.Find(Path.Combine(Folder, CodeEditorVersions.Parse(version).ToString()));

    private static async Task EnsureToolsAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (Missing() is not { Length: > 0 } missing) return;
        say($"Installing by apt-get what building Code Editor needs: {string.Join(", ", missing)}");
        if (await AptGet.TryInstallAsync(missing, cancellationToken) && Missing().Length == 0) return;
        throw new SetupException(
            $"Code Editor needs {string.Join(", ", Missing())}: install them (Debian, Ubuntu: apt-get install {string.Join(' ', Missing())}; macOS: xcode-select --install and brew install node).");
    }

    private static string[] Missing() => [.. Tools.Where(tool => ExecutablePath.Find(tool) is null)];
}
