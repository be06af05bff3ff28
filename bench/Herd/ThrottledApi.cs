using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using CustomizerLambda.Aws;

namespace Bench.Herd;

/// <summary>SageMaker's API for many apps, in memory. Each operation takes so many calls a second (a bucket that holds one second's), and throttles the others.</summary>
internal sealed class ThrottledApi(VirtualClock clock, double callsPerSecond) : HttpMessageHandler
{
    private const string Url = """{"AuthorizedUrl": "https://app.studio.us-east-1.sagemaker.aws/auth?token=t"}""";
    private const string Owner = """{"OwnershipSettings": {"OwnerUserProfileName": "ada"}}""";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Left, TimeSpan At)> _buckets = [];
    private readonly Dictionary<int, int> _callsBySecond = [];
    private readonly Dictionary<string, TimeSpan> _inServiceAt = [];

    /// <summary>All calls, those too that were throttled.</summary>
    public int Calls { get; private set; }

    /// <summary>The most calls within one second.</summary>
    public int MostCallsInASecond => _callsBySecond.Values.Max();

    /// <summary>A client of it, as the function has one.</summary>
    public AmazonSageMakerClient Client() => new(
        new AmazonSageMakerConfig
        {
            ServiceURL = "http://sagemaker.invalid",
            AuthenticationRegion = "us-east-1",
            DefaultAWSCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            HttpClientFactory = new ClientFactory(this),
        },
        clock);

    public void Add(string space, TimeSpan inServiceAt) => _inServiceAt.Add(space, inServiceAt);

    public bool IsInService(string space) => clock.Elapsed >= _inServiceAt[space];

    /// <summary>Makes a call.</summary>
    /// <returns>False when it is throttled.</returns>
    public bool TryCall(string operation)
    {
        lock (_lock)
        {
            Calls++;
            var now = clock.Elapsed;
            _callsBySecond[(int)now.TotalSeconds] = _callsBySecond.GetValueOrDefault((int)now.TotalSeconds) + 1;
            var (left, at) = _buckets.GetValueOrDefault(operation, (callsPerSecond, now));
            left = Math.Min(callsPerSecond, left + ((now - at).TotalSeconds * callsPerSecond));
            _buckets[operation] = (left >= 1 ? left - 1 : left, now);
            return left >= 1;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.Headers.TryGetValues("X-Amz-Target", out var values) ? values.First() : "";
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        var (status, answer) = TryCall(target)
            ? (HttpStatusCode.OK, Answer(target, body))
            : (HttpStatusCode.BadRequest, """{"__type": "ThrottlingException", "message": "Rate exceeded"}""");
        return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/x-amz-json-1.1"), RequestMessage = request };
    }

    private string Answer(string target, string body) => target switch
    {
        "SageMaker.DescribeSpace" => Owner,
        "SageMaker.CreatePresignedDomainUrl" => Url,
        "SageMaker.ListTags" => """{"Tags": []}""",
        _ => IsInService((string)JsonNode.Parse(body)!["SpaceName"]!) ? """{"Status": "InService"}""" : """{"Status": "Pending"}""",
    };

    private sealed class ClientFactory(ThrottledApi api) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(api, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
