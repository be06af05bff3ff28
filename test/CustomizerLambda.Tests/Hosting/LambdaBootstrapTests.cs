using System.Diagnostics;
using System.Text;
using CustomizerLambda.Hosting;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Hosting;

public sealed class LambdaBootstrapTests
{
    [Fact]
    public async Task A_result_is_the_response_of_its_invocation()
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        using var function = new RunningFunction(lambda, (payload, _, _) => Task.FromResult<ReadOnlyMemory<byte>>(payload));
        lambda.Invoke("r1", "{\"a\":1}");
        Assert.Equal(new Post("/2018-06-01/runtime/invocation/r1/response", "", "{\"a\":1}"), await lambda.NextPostAsync());
        await function.StopAsync();
    }

    [Fact]
    public async Task The_handler_is_told_what_Lambda_said_and_whether_it_is_the_first()
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        List<LambdaContext> contexts = [];
        using var function = new RunningFunction(lambda, (payload, context, _) =>
        {
            contexts.Add(context);
            return Task.FromResult<ReadOnlyMemory<byte>>(payload);
        });
        lambda.Invoke("r1", "1");
        lambda.Invoke("r2", "2");
        await lambda.NextPostAsync();
        await lambda.NextPostAsync();
        await function.StopAsync();
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(1763632800000);
        Assert.Equal(
            [
                new LambdaContext("r1", "arn:aws:lambda:eu-west-1:111122223333:function:customizer", deadline, "Root=1-abc", IsColdStart: true),
                new LambdaContext("r2", "arn:aws:lambda:eu-west-1:111122223333:function:customizer", deadline, "Root=1-abc", IsColdStart: false),
            ],
            contexts);
    }

    [Fact]
    public async Task What_the_handler_throws_is_the_invocations_error_and_the_next_one_is_handled()
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        using var function = new RunningFunction(
            lambda, (payload, context, _) => context.AwsRequestId == "r1" ? throw new TerminalLostException("Lost: “why”\n") : Task.FromResult<ReadOnlyMemory<byte>>(payload));
        lambda.Invoke("r1", "1");
        lambda.Invoke("r2", "2");
        var error = await lambda.NextPostAsync();
        Assert.Equal(("/2018-06-01/runtime/invocation/r1/error", "TerminalLostException"), (error.Path, error.ErrorType));
        Assert.Equal(("TerminalLostException", "Lost: “why”\n"), (error.Json["errorType"]!.GetValue<string>(), error.Json["errorMessage"]!.GetValue<string>()));
        Assert.Equal("/2018-06-01/runtime/invocation/r2/response", (await lambda.NextPostAsync()).Path);
        await function.StopAsync();
    }

    [Theory]
    [InlineData(1000, "/2018-06-01/runtime/invocation/r1/response")]
    [InlineData(1001, "/2018-06-01/runtime/invocation/r1/error")]
    public async Task A_response_that_Lambda_refuses_is_the_invocations_error_and_the_next_one_is_handled(int length, string path)
    {
        await using var lambda = await RuntimeApiStub.StartAsync(maxResponse: 1000);
        using var function = new RunningFunction(
            lambda, (payload, context, _) => Task.FromResult<ReadOnlyMemory<byte>>(context.AwsRequestId == "r1" ? Encoding.ASCII.GetBytes(new string('1', length)) : payload));
        lambda.Invoke("r1", "1");
        lambda.Invoke("r2", "2");
        Assert.Equal(path, (await lambda.NextPostAsync()).Path);
        Assert.Equal("/2018-06-01/runtime/invocation/r2/response", (await lambda.NextPostAsync()).Path);
        await function.StopAsync();
    }

    [Fact]
    public async Task An_error_that_Lambda_refuses_too_does_not_end_the_process()
    {
        await using var lambda = await RuntimeApiStub.StartAsync(maxResponse: 10);
        using var function = new RunningFunction(lambda, (payload, context, _) => context.AwsRequestId == "r1" ? throw new TerminalLostException("why") : Task.FromResult<ReadOnlyMemory<byte>>(payload));
        lambda.Invoke("r1", "1");
        lambda.Invoke("r2", "2");
        Assert.Equal("/2018-06-01/runtime/invocation/r2/response", (await lambda.NextPostAsync()).Path);
        await function.StopAsync();
    }

    [Fact]
    public async Task An_error_at_the_start_is_an_init_error()
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        using var http = new HttpClient();
        await new LambdaRuntimeApi(http, lambda.Endpoint).FailInitializationAsync(new InvalidSetupCommandException("why"), Patience.Token);
        var error = await lambda.NextPostAsync();
        Assert.Equal(("/2018-06-01/runtime/init/error", "InvalidSetupCommandException"), (error.Path, error.ErrorType));
        Assert.Equal("why", error.Json["errorMessage"]!.GetValue<string>());
    }

    [Fact]
    public async Task When_it_is_stopped_while_it_waits_it_ends()
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        using var function = new RunningFunction(lambda, (payload, _, _) => Task.FromResult<ReadOnlyMemory<byte>>(payload));
        lambda.Invoke("r1", "1");
        await lambda.NextPostAsync();
        await function.StopAsync();
    }

    [Fact]
    public async Task When_it_is_stopped_at_work_the_handler_knows_and_its_error_is_reported()
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        var working = new TaskCompletionSource();
        using var function = new RunningFunction(lambda, async (payload, _, stopping) =>
        {
            working.SetResult();
            await Task.Delay(Timeout.Infinite, stopping);
            return payload;
        });
        lambda.Invoke("r1", "1");
        await working.Task.WaitAsync(Patience.Token);
        await function.StopAsync();
        Assert.Equal("/2018-06-01/runtime/invocation/r1/error", (await lambda.NextPostAsync()).Path);
    }

    [Fact]
    public async Task A_result_that_is_there_when_it_is_stopped_is_delivered()
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        var working = new TaskCompletionSource();
        using var function = new RunningFunction(lambda, async (_, _, stopping) =>
        {
            working.SetResult();
            await Task.Delay(Timeout.Infinite, stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            return Encoding.UTF8.GetBytes("handed over");
        });
        lambda.Invoke("r1", "1");
        await working.Task.WaitAsync(Patience.Token);
        await function.StopAsync();
        Assert.Equal("handed over", (await lambda.NextPostAsync()).Body);
    }

    [Theory]
    [InlineData("CUSTOMIZER_OUTPUT_LIMIT_BYTES")]
    [InlineData("CUSTOMIZER_STUDIO_ENDPOINT")]
    public async Task A_setting_that_cannot_be_used_is_an_init_error_that_names_it(string name)
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        // Beside the tests it shares their frameworks.
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", "--runtimeconfig", "CustomizerLambda.Tests.runtimeconfig.json", "--depsfile", "CustomizerLambda.Tests.deps.json", "CustomizerLambda.dll"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = lambda.Endpoint;
        start.Environment[name] = "nonsense";
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        Assert.Equal((1, ""), (process.ExitCode, errors));
        var error = await lambda.NextPostAsync();
        Assert.Equal(("/2018-06-01/runtime/init/error", "InvalidSettingException"), (error.Path, error.ErrorType));
        Assert.Contains(name, error.Body, StringComparison.Ordinal);
    }

    /// <summary>The loop, running; it ends within the test's patience when it is told to.</summary>
    private sealed class RunningFunction : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly CancellationTokenSource _stopping = new();
        private readonly Task _loop;

        public RunningFunction(RuntimeApiStub lambda, LambdaHandler handler) =>
            _loop = LambdaBootstrap.RunAsync(new LambdaRuntimeApi(_http, lambda.Endpoint), handler, _stopping.Token);

        public async Task StopAsync()
        {
            await _stopping.CancelAsync();
            await _loop.WaitAsync(Patience.Token);
        }

        public void Dispose()
        {
            _stopping.Dispose();
            _http.Dispose();
        }
    }
}
