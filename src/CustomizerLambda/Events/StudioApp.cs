using System.Text.RegularExpressions;

namespace CustomizerLambda.Events;

/// <summary>One Studio app, by names that SageMaker's own patterns accept. It belongs to a user profile or to a space.</summary>
internal sealed partial record StudioApp
{
    private StudioApp(string domainId, string? userProfileName, string? spaceName, string appType, string appName) =>
        (DomainId, UserProfileName, SpaceName, AppType, AppName) = (domainId, userProfileName, spaceName, appType, appName);

    private const string CodeEditor = "CodeEditor";

    /// <summary>The app types that a user can get a shell in, and the path that Studio serves each under.</summary>
    private static readonly Dictionary<string, string> BasePaths = new(StringComparer.Ordinal)
    {
        [CodeEditor] = "/codeeditor/default/",
        ["JupyterLab"] = "/jupyterlab/default/",
        ["JupyterServer"] = "/jupyter/default/",
    };

    public string DomainId { get; }

    /// <summary>Set for an app of a user profile (Studio Classic); null for an app of a space.</summary>
    public string? UserProfileName { get; }

    /// <summary>Set for an app of a space.</summary>
    public string? SpaceName { get; }

    public string AppType { get; }

    public string AppName { get; }

    /// <summary>Where the app's server is on its Studio host; begins and ends with a slash.</summary>
    public string BasePath => BasePaths[AppType];

    /// <summary>Whether the app's server is VS Code's; else it is Jupyter's.</summary>
    public bool IsCodeEditor => AppType == CodeEditor;

    public override string ToString() => $"{DomainId}/{SpaceName ?? UserProfileName}/{AppType}/{AppName}";

    /// <summary>Checks names that came from outside. Returns null and the reason when one isn't right; the reason never repeats a bad value.</summary>
    public static StudioApp? TryCreate(
        string? domainId, string? userProfileName, string? spaceName, string? appType, string? appName, out string reason)
    {
        appName ??= "default";
        reason = (domainId, userProfileName, spaceName, appType) switch
        {
            (null, _, _, _) => "the event names no domainId",
            (_, null, null, _) => "the event names neither a userProfileName nor a spaceName",
            (_, _, _, null) => "the event names no appType",
            _ when !EntityName().IsMatch(appType!) => "the appType isn't a name that SageMaker accepts",
            _ when !BasePaths.ContainsKey(appType!) => $"a {appType} app has no shell to customize it through",
            _ when !IsDomainId(domainId) => "the domainId isn't one that SageMaker accepts",
            _ when userProfileName is not null && !EntityName().IsMatch(userProfileName) => "the userProfileName isn't one that SageMaker accepts",
            _ when spaceName is not null && !EntityName().IsMatch(spaceName) => "the spaceName isn't one that SageMaker accepts",
            _ when !EntityName().IsMatch(appName) => "the appName isn't one that SageMaker accepts",
            _ => "",
        };
        // A space's app is described by its space; a profile named beside it (the API allows it) adds nothing.
        return reason.Length > 0 ? null : new StudioApp(domainId!, spaceName is null ? userProfileName : null, spaceName, appType!, appName);
    }

    /// <summary>Whether <paramref name="value"/> is a user profile, space or app name: SageMaker's API model, <c>EntityName</c>.</summary>
    public static bool IsEntityName(string? value) => value is not null && EntityName().IsMatch(value);

    /// <summary>Whether <paramref name="value"/> is a domain's id: SageMaker's API model, <c>DomainId</c>.</summary>
    public static bool IsDomainId(string? value) => value is { Length: <= 63 } && DomainIdPattern().IsMatch(value);

    [GeneratedRegex(@"\A[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\z")]
    private static partial Regex EntityName();

    [GeneratedRegex(@"\Ad-(-*[a-z0-9]){1,61}\z")]
    private static partial Regex DomainIdPattern();
}
