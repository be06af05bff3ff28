namespace CustomizerLambda.Studio;

/// <summary>Which URLs are Studio's. A sign-in URL, and every redirect from it, must be one.</summary>
/// <param name="region">The function's region.</param>
/// <param name="localEndpoint">A Studio on this machine, by explicit setting: then nothing else is trusted.</param>
internal sealed class StudioHosts(string? region, Uri? localEndpoint)
{
    /// <summary>Whether <paramref name="uri"/> is https on one of the region's Studio hosts, on the default port and with no user in it.</summary>
    public bool IsTrusted(Uri uri)
    {
        if (localEndpoint is not null) return uri.GetLeftPart(UriPartial.Authority) == localEndpoint.GetLeftPart(UriPartial.Authority);
        return uri is { IsAbsoluteUri: true, IsDefaultPort: true, UserInfo: "" } && uri.Scheme == Uri.UriSchemeHttps && region is not null
            && (uri.IdnHost.EndsWith($".studio.{region}.sagemaker.aws", StringComparison.OrdinalIgnoreCase)
                || (region.StartsWith("cn-", StringComparison.Ordinal)
                    && uri.IdnHost.EndsWith($".studio.{region}.sagemaker.com.cn", StringComparison.OrdinalIgnoreCase)));
    }
}
