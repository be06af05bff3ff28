using System.Text.Json;
using System.Text.Json.Nodes;
using LocalStudio;

namespace Bench.Soak;

/// <summary>What became of one run.</summary>
/// <param name="Faults">What struck it.</param>
/// <param name="Violations">What didn't hold; none is good.</param>
internal sealed record SoakOutcome(
    string Faults, IReadOnlyList<string> Violations, int Kills, int Restarts, int WaysLost, int HandOvers, int Deliveries);

/// <summary>One app start under random faults, and the check of what must hold whatever struck it.</summary>
internal static class SoakRun
{
    private static readonly string[] Commands = ["10-prints-slowly.sh", "20-prints-much.sh", "30-fails.sh"];

    public static async Task<SoakOutcome> RunAsync(StudioHost studio, string appType, int number, Random random, CancellationToken cancellationToken)
    {
        var plan = FaultPlan.Draw(random);
        plan.Apply(studio);
        var logged = studio.Function.Log.Entries.Count;
        var invoked = studio.Function.Invocations.Entries.Count;
        var space = $"soak-{number}";
        var app = await studio.CreateAppAsync(appType, space, cancellationToken);
        await app.WaitForStatusAsync("InService", cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var striking = plan.StrikeAsync(studio, app, ended.Token);
        var reports = await ReportsAsync(studio, invoked, cancellationToken);
        await ended.CancelAsync();
        await striking;

        var lines = studio.Function.Log.Entries.Skip(logged).Select(line => JsonNode.Parse(line.Text)!.AsObject()).ToList();
        var violations = Check(app, reports, lines).ToList();
        var handOvers = reports.Max(report => (int?)report.GetProperty("handOvers").GetInt32()) ?? 0;
        var lost = lines.Count(line => line["message"]!.GetValue<string>().StartsWith("Lost the way", StringComparison.Ordinal));
        FaultPlan.Reset(studio);
        await studio.CallAsync("DeleteApp", new() { ["DomainId"] = app.DomainId, ["SpaceName"] = space, ["AppType"] = appType, ["AppName"] = "default" }, cancellationToken);
        return new SoakOutcome(plan.ToString(), violations, plan.Kills, plan.Restarts, lost, handOvers, plan.Deliveries);
    }

    /// <summary>What every invocation for the run returned, when all have ended, those too that a hand-over brought.</summary>
    private static async Task<List<JsonElement>> ReportsAsync(StudioHost studio, int before, CancellationToken cancellationToken)
    {
        for (var count = 0; ;)
        {
            var invocations = studio.Function.Invocations.Entries.Skip(before).ToList();
            await Task.WhenAll(invocations.Select(invocation => invocation.Ended)).WaitAsync(cancellationToken);
            if (invocations.Count == count && count > 0)
            {
                return [.. invocations.Where(invocation => invocation.Result is not null).Select(invocation => JsonDocument.Parse(invocation.Result!).RootElement)];
            }

            count = invocations.Count;
        }
    }

    private static IEnumerable<string> Check(StudioApp app, List<JsonElement> reports, List<JsonObject> lines)
    {
        var final = reports.Where(report => report.GetProperty("verdict").GetString() != "ignored" && !report.GetProperty("handedOver").GetBoolean()).ToList();
        // A function that is killed after it has logged its report returns none.
        if (final.Count > 1) yield return $"{final.Count} final reports: {string.Join("; ", reports.Select(report => $"{report.GetProperty("verdict")} ({report.GetProperty("reason")})"))}";
        foreach (var report in final)
        {
            var outcomes = string.Join(' ', report.GetProperty("commands").EnumerateArray().Select(command => $"{command.GetProperty("outcome")}/{command.GetProperty("exitCode")}"));
            if (outcomes != "succeeded/0 succeeded/0 failed/7") yield return $"outcomes: {outcomes}";
        }

        var summaries = lines.Count(line => line["report"] is { } report && report["verdict"]!.GetValue<string>() != "ignored" && !report["handedOver"]!.GetValue<bool>());
        if (summaries != 1) yield return $"{summaries} summaries in the log";
        foreach (var command in Commands)
        {
            var marks = File.ReadAllText(Path.Combine(app.HomePath, $"runs-of-{command}"));
            if (marks != "run\n") yield return $"{command} ran {marks.Length / 4} times";
            var written = File.ReadAllText(Directory.GetFiles(Path.Combine(app.HomePath, ".studio-customizer", "logs"), $"{command}.log", SearchOption.AllDirectories).Single());
            // By command and offset, as the README's query: a piece may come again, the same, after a kill in the instant of logging it.
            var pieces = lines.Where(line => (string?)line["command"] == command && line["output"] is not null).Select(line => (Offset: (long)line["offset"]!, Output: (string)line["output"]!));
            var logged = string.Concat(pieces.Distinct().Select(piece => piece.Output));
            if (written != logged) yield return $"{command}: {written.Length} bytes printed, {logged.Length} logged, {(logged.Length < written.Length ? "some lost" : "some twice or changed")}; pieces at {string.Join(", ", pieces.Select(piece => $"{piece.Offset}+{piece.Output.Length}"))}";
        }
    }
}
