using System.Text.RegularExpressions;

namespace CustomizerLambda.Studio;

/// <summary>Which URLs are Studio's. A sign-in URL, and every redirect from it, must be one.</summary>
/// <param name="region">The function's region.</param>
/// <param name="localEndpoint">A Studio on this machine, by explicit setting: then nothing else is trusted.</param>
internal sealed partial class StudioHosts(string? region, Uri? localEndpoint)
{
    /// <summary>Whether <paramref name="uri"/> is https on one of the region's Studio hosts, on the default port and with no user in it.</summary>
    public bool IsTrusted(Uri uri)
    {
        if (localEndpoint is not null) return uri.GetLeftPart(UriPartial.Authority) == localEndpoint.GetLeftPart(UriPartial.Authority);
        // A host of other letters may become one of Studio's on its way through a resolver, and is no host to a cookie.
        return uri is { IsAbsoluteUri: true, IsDefaultPort: true, UserInfo: "" } && uri.Scheme == Uri.UriSchemeHttps && region is not null && Host().IsMatch(uri.Host)
            && (uri.Host.EndsWith($".studio.{region}.sagemaker.aws", StringComparison.Ordinal)
                || (region.StartsWith("cn-", StringComparison.Ordinal) && uri.Host.EndsWith($".studio.{region}.sagemaker.com.cn", StringComparison.Ordinal)));
    }

    /// <summary>Labels of letters, digits and hyphens; a <see cref="Uri"/> has them in lower case.</summary>
    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]+\z")]
    private static partial Regex Host();
}
