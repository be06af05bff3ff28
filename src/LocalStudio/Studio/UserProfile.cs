namespace LocalStudio.Studio;

/// <summary>A user of a domain.</summary>
internal sealed record UserProfile(string DomainId, string Name, DateTimeOffset CreatedAt)
{
    public string Arn => Arns.Of("user-profile", $"{DomainId}/{Name}");
}
