using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace LocalStudio.FrontDoor;

/// <summary>The tokens of sign-in URLs: each is good for one sign-in, for a while.</summary>
internal sealed class SignInTokens
{
    /// <summary>Measured on AWS: a sign-in URL is 4,509 characters long, most of it the caller's forwarded credentials.</summary>
    private const int CredentialsLength = 3150;

    private readonly ConcurrentDictionary<string, SignInGrant> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);

    public string Mint(SignInGrant grant)
    {
        var claims = new
        {
            sub = grant.DomainId,
            userProfileName = grant.UserProfileName,
            spaceName = grant.SpaceName,
            partnerAppUserIdentitySource = "IamSessionName",
            exp = grant.ExpiresAt.ToUnixTimeSeconds(),
            fasCredentials = RandomNumberGenerator.GetHexString(CredentialsLength),
        };
        var token = string.Join('.', Encode("""{"alg":"HS256"}"""u8), Encode(JsonSerializer.SerializeToUtf8Bytes(claims)), Encode(RandomNumberGenerator.GetBytes(32)));
        _grants[token] = grant;
        return token;
    }

    /// <summary>Takes a token; it is good once.</summary>
    /// <param name="token">From the URL.</param>
    /// <param name="refusal">Why it isn't good.</param>
    public SignInGrant? Redeem(string token, out string refusal)
    {
        if (!_grants.TryRemove(token, out var grant))
        {
            refusal = _used.ContainsKey(token) ? "it was used before" : "nobody made it";
            return null;
        }

        _used[token] = 0;
        refusal = "it has expired";
        return grant.ExpiresAt > DateTimeOffset.UtcNow ? grant : null;
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
