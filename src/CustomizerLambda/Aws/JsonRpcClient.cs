using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using AuthSchemeOption = Amazon.Runtime.Credentials.Internal.AuthSchemeOption;
using EndpointParameters = Amazon.Runtime.Endpoints.EndpointParameters;

namespace CustomizerLambda.Aws;

/// <summary>
/// A service that speaks AWS JSON 1.1 (<c>POST /</c>, operation in <c>X-Amz-Target</c>), on AWSSDK.Core's own pipeline: its credentials,
/// signature, endpoint settings (<c>AWS_ENDPOINT_URL_…</c>) and exceptions; calls are made again by <see cref="RetrySchedule"/>.
/// Stands in for the generated clients (AWSSDK.SageMaker, AWSSDK.EventBridge, AWSSDK.Lambda) until their packages can be had.
/// </summary>
internal abstract class JsonRpcClient(RegionalConfig config, string targetPrefix, TimeProvider time) : AmazonServiceClient(config)
{
    /// <summary>How often a call is made again that nobody answered.</summary>
    private const int MostReconnects = 4;

    /// <summary>Sends one request.</summary>
    /// <param name="operation">The operation's name, as in the service's API reference.</param>
    /// <param name="responseType">Null where the answer has nothing in it.</param>
    /// <param name="mostRetries">How often it is sent again where that can help.</param>
    /// <param name="address">Changes where and how it goes, for a service whose API is by paths.</param>
    /// <exception cref="AmazonServiceException">The service refused it; <c>ErrorCode</c> says why.</exception>
    /// <exception cref="AppUnreachableException">Nothing answered.</exception>
    protected async Task<TResponse> SendAsync<TRequest, TResponse>(
        string operation, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse>? responseType, int mostRetries, CancellationToken cancellationToken, Action<IRequest>? address = null)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new Marshaller<TRequest>(Config.ServiceId, $"{targetPrefix}.{operation}", requestType, address),
            ResponseUnmarshaller = new Unmarshaller<TResponse>(responseType),
        };
        for (var failures = 1; ; failures++)
        {
            try
            {
                var response = await InvokeAsync<Response<TResponse>>(new Request<TRequest>(request), options, cancellationToken);
                return response.Body!;
            }
            catch (AmazonServiceException exception) when (RetrySchedule.CanHelp(exception) && failures <= mostRetries)
            {
                // Again, after a pause.
            }
            catch (Exception exception) when (exception is AmazonClientException or HttpRequestException)
            {
                if (failures > Math.Min(mostRetries, MostReconnects))
                {
                    throw new AppUnreachableException(
                        $"{Config.ServiceId}'s API can't be reached for {operation}: check the function's credentials, and its way to the API (in a VPC, an endpoint).", exception);
                }
            }

            await Task.Delay(RetrySchedule.After(failures), time, cancellationToken);
        }
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Amazon.Runtime.Internal.Marshaller>(new ConfiguredEndpoint());
        pipeline.AddHandlerAfter<Amazon.Runtime.Internal.Marshaller>(new SignatureVersion4());
    }

    private sealed class SignatureVersion4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class ConfiguredEndpoint : BaseEndpointResolver
    {
        protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) =>
            InjectHostPrefix(executionContext.RequestContext);

        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }

    /// <summary>What the pipeline wants around a request's body.</summary>
    private sealed class Request<T>(T body) : AmazonWebServiceRequest
    {
        public T Body { get; } = body;
    }

    /// <summary>What the pipeline wants around a response's body.</summary>
    private sealed class Response<T> : AmazonWebServiceResponse
    {
        public T? Body { get; init; }
    }

    private sealed class Marshaller<T>(string serviceId, string target, JsonTypeInfo<T> type, Action<IRequest>? address) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, serviceId)
            {
                HttpMethod = "POST",
                ResourcePath = "/",
                Content = JsonSerializer.SerializeToUtf8Bytes(((Request<T>)input).Body, type),
            };
            request.Headers["Content-Type"] = address is null ? "application/x-amz-json-1.1" : "application/json";
            if (address is null) request.Headers["X-Amz-Target"] = target;
            else address(request);
            return request;
        }
    }

    private sealed class Unmarshaller<T>(JsonTypeInfo<T>? type) : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
            new Response<T>
            {
                Body = type is null ? default : JsonSerializer.Deserialize(input.Stream, type) ?? throw new JsonException("The service answered null where an object was due."),
            };

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return new AmazonServiceException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }
    }
}
