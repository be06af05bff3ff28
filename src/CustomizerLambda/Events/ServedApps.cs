using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CustomizerLambda.Events;

/// <summary>Whose apps are served: the off switch, the domains, and the percentage by which new set-up commands reach ever more users. Pure.</summary>
internal sealed record ServedApps
{
    public const string SwitchedOff = "the customizer is switched off (CUSTOMIZER_ENABLED)";

    /// <summary>Everybody's.</summary>
    public static ServedApps All { get; } = new();

    /// <summary>False: no run is begun. Runs that are under way are followed to their end.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The ids of the domains that are served; empty for all.</summary>
    public IReadOnlySet<string> Domains { get; init; } = new HashSet<string>();

    /// <summary>How many of a hundred spaces and user profiles are served as their apps start, 0 to 100.</summary>
    public int Percentage { get; init; } = 100;

    /// <summary>Why an app's start isn't served; null when it is.</summary>
    public string? ReasonNotToServe(StudioApp app) =>
        ReasonNotToServe(app.DomainId)
        ?? (Place(app) < Percentage ? null : $"the customizer serves {Percentage} % of spaces and user profiles, and this is none of them (CUSTOMIZER_PERCENTAGE)");

    /// <summary>Why nobody in a domain is served, not even when the app is named by who invokes the function; null when they are.</summary>
    public string? ReasonNotToServe(string domainId)
    {
        if (!IsEnabled) return SwitchedOff;
        return Domains.Count == 0 || Domains.Contains(domainId) ? null : "the domain isn't one of those that are served (CUSTOMIZER_DOMAINS)";
    }

    /// <summary>
    /// Where the app's space or user profile stands among a hundred, 0 to 99. It never changes, so a user who is in at 10 % is in at 20 %; and no two
    /// domains have the same users first.
    /// </summary>
    private static int Place(StudioApp app)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{app.DomainId}/{app.SpaceName ?? app.UserProfileName}"));
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(digest) % 100);
    }
}
