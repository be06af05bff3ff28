using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace LocalStudio.FrontDoor;

/// <summary>One user's session with one app.</summary>
internal sealed class Session(SignInGrant grant)
{
    public SignInGrant Grant { get; } = grant;

    public DateTimeOffset OpenedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>The value of the session's cookie.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>The value of the second cookie, when a mood demands two.</summary>
    public string? SecondToken { get; init; }

    /// <summary>The cookies that the app's server has set in this session.</summary>
    public ConcurrentDictionary<string, byte> AppCookies { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset EndsAt(Moods moods)
    {
        var lasts = moods.SessionLasts is { } shorter && shorter < Grant.SessionDuration ? shorter : Grant.SessionDuration;
        return OpenedAt + lasts;
    }
}
