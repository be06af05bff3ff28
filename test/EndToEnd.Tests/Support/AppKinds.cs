using LocalStudio;

namespace EndToEnd.Tests.Support;

/// <summary>The ways into an app that differ: each kind is an app type, for Code Editor a version, and for JupyterLab a server.</summary>
internal static class AppKinds
{
    public const string JupyterLab = "JupyterLab";
    public const string JupyterLabOnServer2 = "JupyterLab " + JupyterServers.Two;
    public const string OldCodeEditor = "CodeEditor " + CodeEditors.Old;
    public const string CodeEditor = "CodeEditor " + CodeEditors.Current;

    public static string AppTypeOf(string kind) => kind.Split(' ')[0];

    /// <summary>What LocalStudio needs to have such an app.</summary>
    public static async Task<StudioOptions> OptionsAsync(string kind) =>
        kind.Split(' ') switch
        {
            ["CodeEditor", var version] => await CodeEditors.OptionsAsync(version),
            [_, var server] => await JupyterServers.OptionsAsync(server),
            _ => new StudioOptions(),
        };
}
