using Bench.Measuring;

namespace Bench.ColdStart;

/// <summary>What else the function could be published as, or be run with: what docs/cold-start.md chooses from.</summary>
internal static class ChoicesBenchmark
{
    public static Benchmark Benchmark { get; } = new(
        "cold-start-choices",
        "process start to the first signed call, of the function as it is deployed, beside other ways to publish and to run it",
        TimeSpan.FromMinutes(15),
        MeasureAsync);

    private static readonly string[] SelfContained =
        [.. Publishing.ForThisProcessor.Except(["--no-self-contained"]), "-p:SelfContained=true", "-p:UseAppHost=true", "-p:PublishReadyToRunComposite=true"];

    private static readonly Choice[] Choices =
    [
        new("as deployed, once more: what the measuring scatters", Publishing.ForThisProcessor),
        new("portable, compiled as it runs", []),
        new("compiled ahead, as one composite of the function's own assemblies", [.. Publishing.ForThisProcessor, "-p:PublishReadyToRunComposite=true"]),
        new("compiled ahead, with code of other modules taken in", [.. Publishing.ForThisProcessor, "-p:PublishReadyToRunCrossgen2ExtraArgs=--opt-cross-module:*%3B--non-local-generics-module:*"]),
        new("compiled ahead together with the whole runtime (self-contained)", SelfContained) { IsSelfContained = true },
        new("without event sources", [.. Publishing.ForThisProcessor, "-p:EventSourceSupport=false"]),
        new("with the concurrent garbage collector", [.. Publishing.ForThisProcessor, "-p:ConcurrentGarbageCollection=true"]),
        new("with profile-guided optimization", [.. Publishing.ForThisProcessor, "-p:TieredPGO=true"]),
        new("DOTNET_TieredCompilation=0", Publishing.ForThisProcessor) { Variables = new() { ["DOTNET_TieredCompilation"] = "0" } },
        new("DOTNET_EnableWriteXorExecute=0", Publishing.ForThisProcessor) { Variables = new() { ["DOTNET_EnableWriteXorExecute"] = "0" } },
        new("DOTNET_GCGen0MaxBudget=0x8000000 (.NET's own)", Publishing.ForThisProcessor) { Variables = new() { ["DOTNET_GCGen0MaxBudget"] = "0x8000000" } },
        new("DOTNET_GCgen0size=0x2000000 (32 MB)", Publishing.ForThisProcessor)
        {
            // The function's own budget would keep it small.
            Variables = new() { ["DOTNET_GCgen0size"] = "0x2000000", ["DOTNET_GCGen0MaxBudget"] = "0x8000000" },
        },
    ];

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Effort effort, CancellationToken cancellationToken)
    {
        using var publishing = new Publishing();
        using var firstCall = new FirstCall();
        var contestants = new Contestants(publishing, firstCall);
        var all = new List<Contestant> { await contestants.ChoiceAsync(new("as deployed", Publishing.ForThisProcessor), cancellationToken) };
        foreach (var choice in effort.Pick(Choices, Choices[..1])) all.Add(await contestants.ChoiceAsync(choice, cancellationToken));

        var samples = await Samples.AlternatelyAsync(effort.Pick(21, 1), cancellationToken, [.. all.Select(contestant => contestant.MeasureAsync)]);
        var deployed = samples[0].Median(sample => sample.Wall.TotalMilliseconds);
        return
        [
            .. all.Skip(1).Zip(samples.Skip(1)).Select(pair => new Figure(pair.First.Name, pair.Second.Median(sample => sample.Wall.TotalMilliseconds), Unit.Milliseconds)
            {
                Beside = all[0].Name, BesideValue = deployed,
            }),
        ];
    }
}

/// <summary>One way to publish the function, and to run it.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Arguments">For <c>dotnet publish</c>.</param>
internal sealed record Choice(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>Whether it brings the runtime along, and is a program of its own.</summary>
    public bool IsSelfContained { get; init; }

    /// <summary>Variables for its process.</summary>
    public Dictionary<string, string> Variables { get; init; } = [];
}
