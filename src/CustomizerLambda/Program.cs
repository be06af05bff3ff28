using System.Runtime.InteropServices;
using CustomizerLambda;
using CustomizerLambda.Aws;
using CustomizerLambda.Events;
using CustomizerLambda.Fleet;
using CustomizerLambda.Hosting;
using CustomizerLambda.Logging;
using CustomizerLambda.Preview;
using CustomizerLambda.Reporting;
using CustomizerLambda.Run;
using CustomizerLambda.SelfTest;
using CustomizerLambda.Setup;
using CustomizerLambda.Studio;

// Before deploying: are the set-up commands fit to be run (at every build: CustomizerLambda.csproj), and what would come of an event?
if (args is ["check-setup-commands", .. var folder]) return SetupCheck.Run(folder.FirstOrDefault(), Console.Out, Console.Error);
if (args is ["plan", var eventFile, .. var functionArn]) return await PlanCommand.RunAsync(eventFile, functionArn.FirstOrDefault(), Console.Out, Console.Error);

var time = TimeProvider.System;
using var stopping = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stopping.Cancel();
});

using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
var runtime = new LambdaRuntimeApi(http, Settings.RuntimeApiFrom(Environment.GetEnvironmentVariable));
try
{
    var settings = Settings.FromEnvironment(Environment.GetEnvironmentVariable);
    var package = SetupPackage.Embedded();
    using var output = Console.OpenStandardOutput();
    var logger = new JsonLinesLogger(output, settings.LogLevel, time);
    using var sageMaker = new AmazonSageMakerClient(new AmazonSageMakerConfig(), time);
    using var lambda = new AmazonLambdaClient(new AmazonLambdaConfig(), time);
    using var eventBridge = new AmazonEventBridgeClient(new AmazonEventBridgeConfig(), time);
    var directory = new StudioDirectory(sageMaker, time, logger);
    var tags = new StudioTags(sageMaker);
    var running = new RunningApps(sageMaker);
    var hosts = new StudioHosts(settings.Region, settings.StudioEndpoint);
    var bus = new EventBus(eventBridge, time);
    var handOver = new HandOver(lambda, settings.FunctionName, time);
    var reporter = new Reporter(bus, settings.LogLevel, time, logger);
    var arrival = new Arrival(directory, hosts, time, logger);
    var customizer = new Customizer(arrival, tags, package, handOver, reporter, settings, time, logger);
    var visitor = new FleetVisitor(arrival, tags, customizer, reporter, package, settings.Served, time, logger);
    var walk = new FleetWalk(running, visitor, handOver, package, time, logger);
    var selfTest = new WayInTest(directory, tags, running, hosts, settings.Served, time, logger);
    var function = new Function(customizer, walk, selfTest, reporter, package, settings, time, logger);
    await LambdaBootstrap.RunAsync(runtime, function.HandleAsync, stopping.Token);
    return 0;
}
catch (CustomizerException exception)
{
    await runtime.FailInitializationAsync(exception, CancellationToken.None);
    return 1;
}
