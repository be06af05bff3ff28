using LocalStudio.Studio;

namespace LocalStudio.FrontDoor;

/// <summary>Which app a session is for.</summary>
internal static class StudioApps
{
    /// <summary>The latest app of the session's space, or else of its user's own.</summary>
    public static App? Find(StudioState state, SignInGrant grant) => state.Apps.LastOrDefault(app =>
        app.Key.DomainId == grant.DomainId
        && (grant.SpaceName is not null ? app.Key.SpaceName == grant.SpaceName : app.Key.UserProfileName == grant.UserProfileName)
        && AppTypes.HasServer(app.Key.AppType));

    /// <summary>Where Studio serves that app, or would.</summary>
    public static string BasePath(StudioState state, SignInGrant grant)
    {
        if (Find(state, grant) is { } app) return AppTypes.BasePath(app.Key.AppType);
        return grant.SpaceName is null ? "/" : AppTypes.BasePath(AppTypes.JupyterLab);
    }
}
