using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Fleet;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Reporting;
using CustomizerLambda.Run;
using CustomizerLambda.SelfTest;
using CustomizerLambda.Studio;
using CustomizerLambda.Tests.Support;
using Microsoft.Extensions.Logging;

namespace CustomizerLambda.Tests.Hostile;

/// <summary>The whole function, composed as Program.cs does, in a scripted account.</summary>
internal sealed class ComposedFunction : IDisposable
{
    private readonly MemoryStream _log = new();
    private readonly AmazonSageMakerClient _sageMaker;
    private readonly AmazonEventBridgeClient _eventBridge;
    private readonly AmazonLambdaClient _lambda;
    private readonly Function _function;

    public ComposedFunction(ScriptedStudio studio, Settings? settings = null)
    {
        var time = TimeProvider.System;
        settings ??= new Settings { RuntimeApi = "" };
        var package = Packages.OfCommands("true");
        var logger = new JsonLinesLogger(_log, LogLevel.Debug, time);
        _sageMaker = new AmazonSageMakerClient(At(studio, new AmazonSageMakerConfig()), time);
        _eventBridge = new AmazonEventBridgeClient(At(studio, new AmazonEventBridgeConfig()), time);
        _lambda = new AmazonLambdaClient(At(studio, new AmazonLambdaConfig()), time);
        var directory = new StudioDirectory(_sageMaker, time, logger);
        var tags = new StudioTags(_sageMaker);
        var running = new RunningApps(_sageMaker);
        var hosts = new StudioHosts(null, studio.FrontDoor);
        var handOver = new HandOver(_lambda, "customizer", time);
        var reporter = new Reporter(new EventBus(_eventBridge, time), LogLevel.Information, time, logger);
        var arrival = new Arrival(directory, hosts, time, logger);
        var customizer = new Customizer(arrival, tags, package, handOver, reporter, settings, time, logger);
        var visitor = new FleetVisitor(arrival, tags, customizer, reporter, package, settings.Served, time, logger);
        var walk = new FleetWalk(running, visitor, handOver, package, time, logger);
        _function = new Function(customizer, walk, new WayInTest(directory, tags, running, hosts, settings.Served, time, logger), reporter, package, settings, time, logger);
    }

    /// <summary>Every line of the log so far.</summary>
    public IReadOnlyList<JsonObject> Log => [.. Encoding.UTF8.GetString(_log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>Invokes it.</summary>
    /// <param name="timeout">Lambda's. The function leaves when three quarters of it are over.</param>
    public async Task<JsonObject> InvokeAsync(string payload, TimeSpan timeout)
    {
        var context = new LambdaContext(
            Guid.NewGuid().ToString("D"), "arn:aws:lambda:eu-west-1:111122223333:function:customizer", DateTimeOffset.UtcNow + timeout, TraceId: null, IsColdStart: false);
        var result = await _function.HandleAsync(Encoding.UTF8.GetBytes(payload), context, Patience.Token).WaitAsync(timeout, Patience.Token);
        return JsonNode.Parse(result.Span)!.AsObject();
    }

    public void Dispose()
    {
        _sageMaker.Dispose();
        _eventBridge.Dispose();
        _lambda.Dispose();
        _log.Dispose();
    }

    private static T At<T>(ScriptedStudio studio, T config)
        where T : RegionalConfig
    {
        config.ServiceURL = studio.Api.ToString();
        config.AuthenticationRegion = "eu-west-1";
        config.DefaultAWSCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
        return config;
    }
}
