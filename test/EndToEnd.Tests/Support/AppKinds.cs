using LocalStudio;

namespace EndToEnd.Tests.Support;

/// <summary>The ways into an app that differ: each kind is an app type, and for Code Editor a version.</summary>
internal static class AppKinds
{
    public const string JupyterLab = "JupyterLab";
    public const string OldCodeEditor = "CodeEditor " + CodeEditors.Old;
    public const string CodeEditor = "CodeEditor " + CodeEditors.Current;

    public static string AppTypeOf(string kind) => kind.Split(' ')[0];

    /// <summary>What LocalStudio needs to have such an app.</summary>
    public static async Task<StudioOptions> OptionsAsync(string kind) =>
        kind.Split(' ') is [_, var version] ? await CodeEditors.OptionsAsync(version) : new StudioOptions();
}
