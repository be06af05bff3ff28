namespace LocalStudio.Studio;

/// <summary>The types of app, and what each means here.</summary>
internal static class AppTypes
{
    public const string JupyterLab = "JupyterLab";
    public const string JupyterServer = "JupyterServer";
    public const string CodeEditor = "CodeEditor";

    public static readonly IReadOnlyList<string> All =
    [
        JupyterServer, "KernelGateway", "DetailedProfiler", "TensorBoard", CodeEditor, JupyterLab, "RStudioServerPro", "RSessionGateway", "Canvas",
    ];

    /// <summary>Whether LocalStudio has a server behind it. The others are there, and nobody answers in them.</summary>
    public static bool HasServer(string appType) => appType is JupyterLab or JupyterServer or CodeEditor;

    /// <summary>Whether it lives in a space, under the name <c>default</c>.</summary>
    public static bool NeedsSpace(string appType) => appType is JupyterLab or CodeEditor;

    /// <summary>The path that Studio serves it under.</summary>
    public static string BasePath(string appType) => appType switch
    {
        JupyterLab => "/jupyterlab/default",
        JupyterServer => "/jupyter/default",
        _ => $"/{appType.ToLowerInvariant()}/default",
    };
}
