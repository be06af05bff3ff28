using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LocalStudio.Servers;

namespace LocalStudio.Studio;

/// <summary>One app start. Starting it again under the same name makes another one.</summary>
internal sealed class App(AppKey key)
{
    public AppKey Key { get; } = key;

    public string Arn { get; } = Arns.Of("app", $"{key.DomainId}/{key.UserProfileName ?? key.SpaceName}/{key.AppType}/{key.AppName}");

    /// <summary>Tells this start from others under the same name.</summary>
    public string StartId { get; } = RandomNumberGenerator.GetHexString(12, lowercase: true);

    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;

    public JsonObject? ResourceSpec { get; init; }

    public bool RecoveryMode { get; init; }

    /// <summary>Of the space that it is in.</summary>
    public string? SharingType { get; init; }

    /// <summary>Whose app it is: its space's owner, or its user profile.</summary>
    public string? OwnerUserProfileName { get; init; }

    public AppStatus Status { get; set; } = AppStatus.Pending;

    public string? FailureReason { get; set; }

    public DateTimeOffset? InServiceAt { get; set; }

    /// <summary>The server behind it, once it was started.</summary>
    public AppServer? Server { get; set; }

    public bool IsThere => Status is AppStatus.Pending or AppStatus.InService;
}

/// <summary>An app's name: the domain, one of profile and space, type and name.</summary>
internal sealed record AppKey(string DomainId, string? UserProfileName, string? SpaceName, string AppType, string AppName);
