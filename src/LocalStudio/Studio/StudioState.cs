using System.Security.Cryptography;

namespace LocalStudio.Studio;

/// <summary>What there is: domains, user profiles, spaces, apps. In memory, and safe to use from any thread.</summary>
internal sealed class StudioState
{
    private readonly Lock _lock = new();
    private readonly List<Domain> _domains = [];
    private readonly List<UserProfile> _userProfiles = [];
    private readonly List<Space> _spaces = [];
    private readonly List<App> _apps = [];

    /// <summary>What they are tagged with.</summary>
    public ResourceTags Tags { get; } = new();

    public IReadOnlyList<Domain> Domains => Locked(() => _domains.ToArray());

    public IReadOnlyList<UserProfile> UserProfiles => Locked(() => _userProfiles.ToArray());

    public IReadOnlyList<Space> Spaces => Locked(() => _spaces.ToArray());

    /// <summary>All apps, also deleted ones, oldest first.</summary>
    public IReadOnlyList<App> Apps => Locked(() => _apps.ToArray());

    /// <summary>An id as AWS makes them: <c>d-</c> and twelve lower-case letters or digits.</summary>
    public static string NewDomainId() => "d-" + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 12);

    public Domain? FindDomain(string domainId) => Domains.FirstOrDefault(domain => domain.Id == domainId);

    public UserProfile? FindUserProfile(string domainId, string name) =>
        UserProfiles.FirstOrDefault(profile => profile.DomainId == domainId && SameName(profile.Name, name));

    public Space? FindSpace(string domainId, string name) => Spaces.FirstOrDefault(space => space.DomainId == domainId && SameName(space.Name, name));

    /// <summary>The latest app of that name.</summary>
    public App? FindApp(AppKey key) => Apps.LastOrDefault(app => app.Key == key);

    public void Add(Domain domain) => Locked(() => _domains.Add(domain));

    /// <returns>False when the name is taken: profiles and spaces share one namespace.</returns>
    public bool TryAdd(UserProfile profile) => Locked(() =>
    {
        if (IsTaken(profile.DomainId, profile.Name)) return false;
        _userProfiles.Add(profile);
        return true;
    });

    /// <inheritdoc cref="TryAdd(UserProfile)"/>
    public bool TryAdd(Space space) => Locked(() =>
    {
        if (IsTaken(space.DomainId, space.Name)) return false;
        _spaces.Add(space);
        return true;
    });

    /// <returns>False when an app of that name is there, or on its way.</returns>
    public bool TryAdd(App app) => Locked(() =>
    {
        if (_apps.Any(other => other.Key == app.Key && other.Status is not (AppStatus.Deleted or AppStatus.Failed))) return false;
        _apps.Add(app);
        return true;
    });

    /// <summary>Removes a user profile. Its spaces stay: nobody has published what becomes of them.</summary>
    /// <returns>False when apps of its own are there.</returns>
    public bool TryRemove(UserProfile profile) => Locked(() =>
    {
        var inUse = _apps.Any(app => app.Key.DomainId == profile.DomainId && app.Key.UserProfileName == profile.Name && app.Status != AppStatus.Deleted);
        return !inUse && _userProfiles.Remove(profile);
    });

    /// <returns>False when apps are in it.</returns>
    public bool TryRemove(Space space) => Locked(() =>
    {
        var inUse = _apps.Any(app => app.Key.DomainId == space.DomainId && app.Key.SpaceName == space.Name && app.Status != AppStatus.Deleted);
        return !inUse && _spaces.Remove(space);
    });

    private static bool SameName(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private bool IsTaken(string domainId, string name) =>
        _userProfiles.Any(profile => profile.DomainId == domainId && SameName(profile.Name, name))
        || _spaces.Any(space => space.DomainId == domainId && SameName(space.Name, name));

    private T Locked<T>(Func<T> work)
    {
        lock (_lock) return work();
    }

    private void Locked(Action work)
    {
        lock (_lock) work();
    }
}
