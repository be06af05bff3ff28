using System.Text.Json;

namespace LocalStudio.Preview;

/// <summary>What the function would do about an event, as its <c>plan</c> says it in JSON.</summary>
/// <param name="Runs">Whether the set-up commands would be run.</param>
/// <param name="Reason">Why nothing would be.</param>
/// <param name="App">Whose app, and which.</param>
/// <param name="PackageDigest">Which set-up commands these are.</param>
/// <param name="Commands">What would become of each, in order.</param>
public sealed record RunPreview(bool Runs, string? Reason, PreviewedApp? App, string PackageDigest, IReadOnlyList<PreviewedCommand> Commands)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static RunPreview Parse(string json) => JsonSerializer.Deserialize<RunPreview>(json, Options)!;
}

/// <summary>An app, by its names.</summary>
public sealed record PreviewedApp(string DomainId, string AppType, string AppName, string? UserProfileName, string? SpaceName);

/// <summary>One command.</summary>
public sealed record PreviewedCommand(string Name, bool Runs, string? Reason, string Directives);
