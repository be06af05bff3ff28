using System.Text.RegularExpressions;

namespace CustomizerLambda.Run;

/// <summary>
/// Masks well-known shapes of secrets in what commands print: passwords in URLs, AWS access keys and their secrets, bearer tokens, private keys in PEM.
/// It promises nothing beyond these shapes.
/// </summary>
internal static partial class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    /// <summary>Masks what it knows; everything else stays as it is.</summary>
    public static string Apply(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal)) text = UrlPassword().Replace(text, $"$1{Mask}@");
        text = AccessKeyId().Replace(text, $"$1{Mask}");
        text = SecretAccessKey().Replace(text, $"$1{Mask}");
        text = BearerToken().Replace(text, $"$1{Mask}");
        return text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? PrivateKey().Replace(text, $"$1\n{Mask}\n$2") : text;
    }

    [GeneratedRegex(@"([a-zA-Z][a-zA-Z0-9+.-]*://[^\s:/@]*:)[^\s/@]+@")]
    private static partial Regex UrlPassword();

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b")]
    private static partial Regex AccessKeyId();

    [GeneratedRegex(@"((?:secret_?access_?key|session_?token)[""']?\s*[:=]\s*[""']?)[A-Za-z0-9/+=]{20,}", RegexOptions.IgnoreCase)]
    private static partial Regex SecretAccessKey();

    [GeneratedRegex(@"(\bBearer\s+)[A-Za-z0-9._~+/-]{8,}=*", RegexOptions.IgnoreCase)]
    private static partial Regex BearerToken();

    [GeneratedRegex(@"(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|\z)")]
    private static partial Regex PrivateKey();
}
