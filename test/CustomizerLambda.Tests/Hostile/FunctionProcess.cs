using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CustomizerLambda.Tests.Hosting;
using CustomizerLambda.Tests.Support;

namespace CustomizerLambda.Tests.Hostile;

/// <summary>The function in a process of its own, as it was built, in a scripted account.</summary>
internal sealed class FunctionProcess : IAsyncDisposable
{
    private readonly RuntimeApiStub _lambda;
    private readonly Process _process;

    private FunctionProcess(RuntimeApiStub lambda, Process process) => (_lambda, _process) = (lambda, process);

    public static async Task<FunctionProcess> StartAsync(ScriptedStudio studio)
    {
        var lambda = await RuntimeApiStub.StartAsync();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Built, "CustomizerLambda.dll")]);
        foreach (var service in (string[])["SAGEMAKER", "EVENTBRIDGE", "LAMBDA"]) start.Environment[$"AWS_ENDPOINT_URL_{service}"] = studio.Api.ToString();
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = lambda.Endpoint;
        start.Environment["AWS_LAMBDA_FUNCTION_NAME"] = "customizer";
        start.Environment["AWS_REGION"] = "eu-west-1";
        start.Environment["AWS_ACCESS_KEY_ID"] = start.Environment["AWS_SECRET_ACCESS_KEY"] = "x";
        start.Environment["CUSTOMIZER_STUDIO_ENDPOINT"] = studio.FrontDoor.ToString();
        start.Environment["DOTNET_GCTotalPhysicalMemory"] = "10000000"; // hexadecimal: the 256 MB that it has in Lambda
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return new FunctionProcess(lambda, process);
    }

    /// <summary>Invokes it.</summary>
    public async Task<JsonNode> InvokeAsync(string payload, TimeSpan timeout)
    {
        _lambda.Deadline = DateTimeOffset.UtcNow + timeout;
        _lambda.Invoke(Guid.NewGuid().ToString("D"), payload);
        var post = await _lambda.NextPostAsync();
        Assert.True(post.Path.EndsWith("/response", StringComparison.Ordinal), post.Body);
        return post.Json;
    }

    /// <summary>The most memory that it has had, in MB (Linux, <c>VmHWM</c>).</summary>
    public double PeakMegabytes =>
        double.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Patience.Token);
        _process.Dispose();
        await _lambda.DisposeAsync();
    }

    /// <summary>Beside it is its own runtime configuration, which says how memory is collected.</summary>
    private static string Built => Path.Combine(
        Repository.Root(), "src", "CustomizerLambda", "bin", AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0");
}
