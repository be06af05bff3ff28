using LocalStudio;
using LocalStudio.CodeEditor;
using Xunit;

namespace EndToEnd.Tests.Support;

/// <summary>The Code Editors that tests run on: the oldest that Studio has had, VS Code 1.83.1, and one of today, 1.108.2.</summary>
internal static class CodeEditors
{
    public const string Old = "4.18.0";
    public const string Current = CodeEditorInstaller.DefaultVersion;

    // Both at once: installing one is mostly waiting.
    private static readonly Lazy<Dictionary<string, Task<string?>>> Installing = new(() => new[] { Old, Current }.ToDictionary(version => version, TryInstallAsync));

    /// <summary>LocalStudio with that Code Editor. Skips the test where it can't be installed.</summary>
    /// <param name="version">Null for one of today.</param>
    public static async Task<StudioOptions> OptionsAsync(string? version = null)
    {
        var wanted = version ?? Current;
        if (await Installing.Value[wanted].WaitAsync(TestContext.Current.CancellationToken) is { } obstacle) Assert.Skip(obstacle);
        return new StudioOptions { CodeEditorVersion = wanted };
    }

    /// <summary>What it takes to start an app of that type. Skips the test where its server can't be installed.</summary>
    public static async Task<StudioOptions> OptionsForAsync(string appType) => appType == "CodeEditor" ? await OptionsAsync() : new StudioOptions();

    private static async Task<string?> TryInstallAsync(string version)
    {
        try
        {
            await CodeEditorInstaller.FindOrInstallAsync(version, static _ => { }, CancellationToken.None);
            return null;
        }
        catch (SetupException exception)
        {
            return exception.Message;
        }
    }
}
