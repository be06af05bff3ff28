using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Fleet;
using CustomizerLambda.Hosting;
using CustomizerLambda.Preview;
using CustomizerLambda.Reporting;
using CustomizerLambda.SelfTest;
using CustomizerLambda.Setup;

namespace CustomizerLambda;

/// <summary>Every type that becomes JSON. Reflection is off: one that is missing here fails at once.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CloudWatchEvent))]
[JsonSerializable(typeof(CreateAppRecord))]
[JsonSerializable(typeof(CreateAppParameters))]
[JsonSerializable(typeof(DirectInvocation))]
[JsonSerializable(typeof(Continuation))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(RunPreview))]
[JsonSerializable(typeof(ResultEvent))]
[JsonSerializable(typeof(FleetReport))]
[JsonSerializable(typeof(SelfTestReport))]
[JsonSerializable(typeof(RuntimeError))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class Json : JsonSerializerContext;

/// <summary>The types of AWS's APIs, whose members begin with a capital and are left out when null.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DescribeAppRequest))]
[JsonSerializable(typeof(DescribeAppResponse))]
[JsonSerializable(typeof(ListAppsRequest))]
[JsonSerializable(typeof(ListAppsResponse))]
[JsonSerializable(typeof(DescribeSpaceRequest))]
[JsonSerializable(typeof(DescribeSpaceResponse))]
[JsonSerializable(typeof(DescribeDomainRequest))]
[JsonSerializable(typeof(DescribeDomainResponse))]
[JsonSerializable(typeof(ListTagsRequest))]
[JsonSerializable(typeof(ListTagsResponse))]
[JsonSerializable(typeof(CreatePresignedDomainUrlRequest))]
[JsonSerializable(typeof(CreatePresignedDomainUrlResponse))]
[JsonSerializable(typeof(PutEventsRequest))]
[JsonSerializable(typeof(PutEventsResponse))]
internal sealed partial class AwsJson : JsonSerializerContext;
