namespace LocalStudio.FrontDoor;

/// <summary>What a sign-in URL allows: one session of that user, with that space's app, or with the user's own.</summary>
internal sealed record SignInGrant(string DomainId, string UserProfileName, string? SpaceName)
{
    /// <summary>Where the session begins, below the app's base path.</summary>
    public string LandingPath { get; init; } = "";

    public required DateTimeOffset ExpiresAt { get; init; }

    public required TimeSpan SessionDuration { get; init; }
}
