using System.Text.Json.Nodes;

namespace LocalStudio.Studio;

/// <summary>A space of a domain: storage, and the apps that use it.</summary>
internal sealed record Space(string DomainId, string Name, DateTimeOffset CreatedAt)
{
    public const string Private = "Private";
    public const string Shared = "Shared";

    public string Arn => Arns.Of("space", $"{DomainId}/{Name}");

    public string? OwnerUserProfileName { get; init; }

    public string SharingType { get; init; } = Private;

    public string? DisplayName { get; init; }

    public JsonObject Settings { get; init; } = [];
}
