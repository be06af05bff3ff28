namespace LocalStudio.Studio;

/// <summary>What there is in the beginning: a domain with two user profiles, and of the first a private and a shared space for each type of app that lives in one.</summary>
internal static class FirstDomain
{
    public const string Owner = "ada";
    public const string Another = "grace";

    public static void AddTo(StudioState state, string domainId)
    {
        var now = DateTimeOffset.UtcNow;
        state.Add(new Domain(domainId, "local-studio", now));
        foreach (var name in (string[])[Owner, Another]) state.TryAdd(new UserProfile(domainId, name, now));
        foreach (var appType in AppTypes.All.Where(AppTypes.NeedsSpace))
        {
            foreach (var sharingType in (string[])[Space.Private, Space.Shared]) state.TryAdd(SpaceFor(domainId, appType, SpaceName(appType, sharingType), sharingType));
        }
    }

    /// <summary>The name of the space that an app of that type is started in when none is named.</summary>
    public static string SpaceName(string appType, string sharingType) =>
        (sharingType == Space.Shared ? "team" : Owner) + (appType == AppTypes.CodeEditor ? "-code" : "-lab");

    public static Space SpaceFor(string domainId, string appType, string name, string sharingType = Space.Private) => new(domainId, name, DateTimeOffset.UtcNow)
    {
        OwnerUserProfileName = Owner,
        SharingType = sharingType,
        Settings = new() { ["AppType"] = appType },
    };
}
