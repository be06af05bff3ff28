using System.ComponentModel;
using System.Diagnostics;
using Bench.Measuring;

namespace Bench.ColdStart;

/// <summary>A program whose start is measured.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="MeasureAsync">Starts it once.</param>
internal sealed record Contestant(string Name, Func<CancellationToken, Task<FirstCallSample>> MeasureAsync);

/// <summary>Publishes and finds the programs whose starts are compared.</summary>
internal sealed class Contestants(Publishing publishing, FirstCall firstCall)
{
    /// <summary>The function.</summary>
    public Task<Contestant> FunctionAsync(string name, bool isCompiledAhead, CancellationToken cancellationToken) =>
        PublishedAsync(name, "src/CustomizerLambda", "CustomizerLambda.dll", isCompiledAhead, cancellationToken);

    /// <summary>The function, published and run in a way that is chosen.</summary>
    public async Task<Contestant> ChoiceAsync(Choice choice, CancellationToken cancellationToken)
    {
        var folder = await publishing.PublishAsync("src/CustomizerLambda", cancellationToken, choice.Arguments);
        var command = choice.IsSelfContained ? new Command(Path.Combine(folder, "CustomizerLambda")) : new Command("dotnet", Path.Combine(folder, "CustomizerLambda.dll"));
        return new Contestant(choice.Name, token => firstCall.MeasureAsync(command with { Environment = choice.Variables }, token));
    }

    /// <summary>A function that makes one signed call with AWS's SDK.</summary>
    public Task<Contestant> EmptyAsync(string name, bool isCompiledAhead, CancellationToken cancellationToken) =>
        PublishedAsync(name, "bench/ColdStart/EmptyFunction", "EmptyFunction.dll", isCompiledAhead, cancellationToken);

    /// <summary>Python with boto3 and requests; null where they aren't installed.</summary>
    public async Task<Contestant?> PythonAsync(string name, CancellationToken cancellationToken)
    {
        if (!await HasPythonAsync(cancellationToken)) return null;
        var command = new Command("python3", Path.Combine(AppContext.BaseDirectory, "ColdStart", "first_call.py"));
        return new Contestant(name, token => firstCall.MeasureAsync(command, token));
    }

    private async Task<Contestant> PublishedAsync(string name, string project, string assembly, bool isCompiledAhead, CancellationToken cancellationToken)
    {
        var folder = await publishing.PublishAsync(project, cancellationToken, isCompiledAhead ? Publishing.ForThisProcessor : []);
        var command = new Command("dotnet", Path.Combine(folder, assembly));
        return new Contestant(name, token => firstCall.MeasureAsync(command, token));
    }

    private static async Task<bool> HasPythonAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", "import boto3, requests"]) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
