using System.Globalization;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using LocalStudio;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>The commands change while apps run: the new ones are rolled out to them, and the fleet says who has which.</summary>
public sealed class RollOutTests
{
    /// <summary>How many apps run; each is a Jupyter server of its own.</summary>
    private static readonly int Apps = int.Parse(Environment.GetEnvironmentVariable("CUSTOMIZER_TEST_APPS") ?? "6", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_new_commands_reach_all_running_apps_five_at_a_time_and_a_second_time_does_nothing()
    {
        await using var studio = await RunningStudio.StartAsync("fleet-before", patience: TimeSpan.FromMinutes(4 + (Apps / 2.0)));
        var apps = await StartAsync(studio, Apps);
        await File.WriteAllTextAsync(Path.Combine(apps[1].HomePath, "broken"), "", studio.Token);
        await studio.Host.DeployAsync(Commands("fleet-after"), studio.Token);

        var seen = await InvokeAsync(studio, """{"rollOut": {"dryRun": true, "atOnce": 5}}""");
        Assert.Equal((1, Apps - 2, 1, 0), (Count(seen, "stale"), Count(seen, "never"), Count(seen, "unreachable"), Count(seen, "customized")));
        Assert.All(apps.Skip(1), app => Assert.Equal("", Ran(app)));

        var done = await InvokeAsync(studio, """{"rollOut": {"atOnce": 5}}""");
        Assert.Equal((Apps - 1, Apps - 2, 1, 1), (Count(done, "customized"), Count(done, "current"), Count(done, "failed"), Count(done, "unreachable")));
        Assert.Equal(Apps, done["apps"]!.AsArray().Count);
        Assert.Equal(apps[1].SpaceName, (string?)Assert.Single(Rows(done, "failed"))["app"]!["spaceName"]);
        Assert.Contains("terminals", (string?)Assert.Single(Rows(done, "unreachable"))["reason"], StringComparison.Ordinal);
        Assert.Equal("before\nafter\n", Ran(apps[0]));
        Assert.All(apps[1..^1], app => Assert.Equal("after\n", Ran(app)));
        Assert.InRange(MostAtOnce(studio), 1, 5);

        var again = await InvokeAsync(studio, """{"rollOut": {"atOnce": 5}}""");
        Assert.Equal((0, Apps - 2, 1, 1), (Count(again, "customized"), Count(again, "current"), Count(again, "failed"), Count(again, "unreachable")));
        Assert.All(apps[1..^1], app => Assert.Equal("after\n", Ran(app)));

        await studio.Host.DeployAsync(Commands("fleet-before"), studio.Token);
        var back = await InvokeAsync(studio, """{"fleet": {}}""");
        Assert.Equal((Apps - 1, 1), (Count(back, "stale"), Count(back, "unreachable")));
        Assert.All(apps[..^1], app => Assert.Empty(app.ListTerminalsAsync(studio.Token).Result));
    }

    [Fact]
    public async Task A_roll_out_that_takes_longer_than_the_function_goes_on_in_the_next_invocation()
    {
        await using var studio = await RunningStudio.StartAsync("fleet-waits", new StudioOptions { FunctionTimeout = TimeSpan.FromSeconds(12), Faults = ["deliver-times=0"] });
        List<StudioApp> apps = [];
        foreach (var number in Enumerable.Range(1, 4)) apps.Add(await StartAppAsync(studio, $"lab-{number}"));

        var first = await InvokeAsync(studio, $$$"""{"rollOut": {"domainId": "{{{studio.Host.DomainId}}}", "atOnce": 1}}""");
        Assert.True((bool)first["handedOver"]!);
        foreach (var app in apps) await File.WriteAllTextAsync(Path.Combine(app.HomePath, "go"), "", studio.Token);
        var last = await LastWalkAsync(studio);

        Assert.True((int)last["handOvers"]! > 0);
        Assert.Equal((string?)first["fleetId"], (string?)last["fleetId"]);
        Assert.Equal(apps.Count, Count(last, "current") + Count(last, "running"));
        await studio.WaitForMessagesAsync("done: all 1 set-up commands are fine", apps.Count);
        Assert.All(apps, app => Assert.Equal("after\n", Ran(app)));
    }

    [Fact]
    public async Task Who_is_not_served_is_not_rolled_out_to()
    {
        var environment = new Dictionary<string, string> { ["CUSTOMIZER_PERCENTAGE"] = "0" };
        await using var studio = await RunningStudio.StartAsync("fleet-after", new StudioOptions { FunctionEnvironment = environment, Faults = ["throttle=3"] });
        var app = await StartAppAsync(studio, "lab-1");

        var report = await InvokeAsync(studio, """{"rollOut": {}}""");

        Assert.Equal((1, 0), (Count(report, "notServed"), Count(report, "customized")));
        Assert.Contains("CUSTOMIZER_PERCENTAGE", (string?)Assert.Single(Rows(report, "notServed"))["reason"], StringComparison.Ordinal);
        Assert.Equal("", Ran(app));
    }

    /// <summary>The first is customized as it starts; of the others nobody hears; the last has no terminals.</summary>
    private static async Task<StudioApp[]> StartAsync(RunningStudio studio, int count)
    {
        var first = await StartAppAsync(studio, "lab-01");
        await studio.ReportAsync();
        studio.Host.Faults.DeliverTimes = 0;
        List<StudioApp> apps = [first];
        for (var number = 2; number <= count; number++)
        {
            studio.Host.Faults.TerminalsDisabled = number == count;
            apps.Add(await StartAppAsync(studio, string.Create(CultureInfo.InvariantCulture, $"lab-{number:00}")));
        }

        return [.. apps];
    }

    private static async Task<StudioApp> StartAppAsync(RunningStudio studio, string space)
    {
        var app = await studio.Host.CreateAppAsync("JupyterLab", space, studio.Token);
        await app.WaitForStatusAsync("InService", studio.Token);
        return app;
    }

    private static async Task<JsonNode> InvokeAsync(RunningStudio studio, string payload)
    {
        var invocation = await studio.Host.Function.InvokeAsync(payload, studio.Token);
        Assert.True(invocation.Result is not null, $"The invocation failed: {invocation.Error}");
        return JsonNode.Parse(invocation.Result)!;
    }

    /// <summary>The report of the walk's last invocation.</summary>
    private static async Task<JsonNode> LastWalkAsync(RunningStudio studio)
    {
        await foreach (var invocation in studio.Host.Function.Invocations.ReadAllAsync(studio.Token))
        {
            await invocation.Ended.WaitAsync(studio.Token);
            if (invocation.Result is { } result && JsonNode.Parse(result) is { } report && report["fleetId"] is not null && !(bool)report["handedOver"]!) return report;
        }

        throw new InvalidOperationException("There was no walk.");
    }

    /// <summary>How many apps were being customized at the same time, by the function's own log.</summary>
    private static int MostAtOnce(RunningStudio studio)
    {
        var (now, most) = (0, 0);
        var inRun = new HashSet<string?>();
        foreach (var line in studio.Host.Function.Log.Entries.Select(line => JsonNode.Parse(line.Text)!).Where(line => line["fleet_id"] is not null))
        {
            var (message, space) = ((string)line["message"]!, (string?)line["space_name"]);
            if (message.StartsWith("Received the start", StringComparison.Ordinal)) inRun.Add(space);
            else if (message.StartsWith("The app is ", StringComparison.Ordinal) && !message.Contains("in service", StringComparison.Ordinal)) inRun.Remove(space);
            now = inRun.Count;
            most = Math.Max(most, now);
        }

        return most;
    }

    private static IEnumerable<JsonNode> Rows(JsonNode report, string state) => report["apps"]!.AsArray().Where(row => (string?)row!["state"] == state)!;

    private static int Count(JsonNode report, string state) => (int)report["counts"]![state]!;

    private static string Ran(StudioApp app) =>
        Path.Combine(app.HomePath, "commands-that-ran") is var file && File.Exists(file) ? File.ReadAllText(file) : "";

    private static string Commands(string name) => Path.Combine(AppContext.BaseDirectory, "commands", name);
}
