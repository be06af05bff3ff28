using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace CustomizerLambda.Aws;

/// <summary>
/// A service's endpoint by region, as AWS's endpoint rules have it (FIPS and dual-stack by the standard <c>AWS_USE_…</c> variables);
/// an endpoint set by <c>AWS_ENDPOINT_URL…</c> wins.
/// </summary>
internal abstract class RegionalConfig : ClientConfig, IEndpointProvider
{
    private readonly string _host;
    private readonly string _fipsHost;

    protected RegionalConfig(string serviceId, string signingName, string version, string host, string fipsHost)
        : base(new DefaultConfigurationProvider())
    {
        (_host, _fipsHost) = (host, fipsHost);
        ServiceId = serviceId;
        ServiceVersion = version;
        AuthenticationServiceName = signingName;
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = 0; // RetrySchedule has its reasons.
        Timeout = TimeSpan.FromSeconds(10);
        EndpointProvider = this;
        Initialize();
    }

    public override string RegionEndpointServiceName => AuthenticationServiceName;

    public override string ServiceVersion { get; }

    public override string UserAgent => "studio-app-customizer";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => ResolveEndpoint(new EndpointParameters());

    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (!string.IsNullOrEmpty(ServiceURL)) return new Endpoint(ServiceURL);
        var suffix = UseDualstackEndpoint ? "api.aws" : RegionEndpoint.PartitionDnsSuffix;
        return new Endpoint($"https://{(UseFIPSEndpoint ? _fipsHost : _host)}.{RegionEndpoint.SystemName}.{suffix}");
    }

    /// <summary>Retry modes and time-outs are ours, above; nothing to add by mode.</summary>
    private sealed class DefaultConfigurationProvider : IDefaultConfigurationProvider
    {
        public IDefaultConfiguration GetDefaultConfiguration(RegionEndpoint clientRegion, DefaultConfigurationMode? requestedConfigurationMode = null) =>
            new DefaultConfiguration { Name = DefaultConfigurationMode.Standard };
    }
}
