using System.Text.Json.Nodes;

namespace CustomizerLambda.Tests.Hostile;

/// <summary>One app that does what it can to the invocation that customizes or tests it.</summary>
[Collection(Alone.Name)]
public sealed class HostileAppTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(12);

    private static readonly string Plan = Convert.ToBase64String("10-1.sh\n"u8);

    [Theory]
    [InlineData(-1000, 60)]
    [InlineData(-121, 60)]
    [InlineData(-1_000_000, 60)]
    public async Task A_run_that_never_ends_is_incomplete_when_its_life_is_over_and_nobody_signs_in(int receivedMinutesFromNow, int limitMinutes)
    {
        await using var studio = await ScriptedStudio.StartAsync(NeverEnding);
        using var function = new ComposedFunction(studio, new Settings { RuntimeApi = "", RunLimit = TimeSpan.FromMinutes(limitMinutes) });

        var report = await function.InvokeAsync(HandOver(receivedMinutesFromNow), Timeout);

        Assert.Equal(("incomplete", false), ((string?)report["verdict"], (bool)report["handedOver"]!));
        Assert.Contains("longer than any run may take", (string?)report["reason"], StringComparison.Ordinal);
        Assert.InRange((DateTimeOffset)report["times"]!["receivedAt"]!, DateTimeOffset.UtcNow.AddMinutes(-limitMinutes - 61), DateTimeOffset.UtcNow);
        Assert.Empty(studio.SignIns);
        Assert.DoesNotContain(studio.Calls, call => call.Operation == "Invoke");
    }

    [Theory]
    [InlineData(-119)]
    [InlineData(1_000_000)]
    public async Task A_run_within_its_life_is_followed_and_handed_on_with_a_time_that_can_be_true(int receivedMinutesFromNow)
    {
        await using var studio = await ScriptedStudio.StartAsync(NeverEnding);
        using var function = new ComposedFunction(studio, new Settings { RuntimeApi = "", RunLimit = TimeSpan.FromMinutes(60) });

        var report = await function.InvokeAsync(HandOver(receivedMinutesFromNow), Timeout);

        Assert.True((bool)report["handedOver"]!);
        var handedOn = Assert.Single(studio.Calls, call => call.Operation == "Invoke").Input["continue"]!;
        Assert.Equal(8, (int)handedOn["handOvers"]!);
        Assert.InRange((DateTimeOffset)handedOn["receivedAt"]!, DateTimeOffset.UtcNow.AddMinutes(-121), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task An_app_that_loses_the_way_after_each_byte_is_signed_in_to_few_times()
    {
        var outputs = 0;
        var app = new ScriptedApp
        {
            Answer = request => request.Split(' ') switch
            {
                ["look", ..] => $"run running lease - 1 0 0 - {Plan}",
                ["follow", _, var offset, ..] when ++outputs > 0 => $"progress running 1763632800000 - - - 10 1 - - {offset} 1\tYQ==",
                ["note", ..] => throw new IOException("The terminal drops."),
                _ => "ok",
            },
        };
        await using var studio = await ScriptedStudio.StartAsync(app);
        using var function = new ComposedFunction(studio);

        var report = await function.InvokeAsync(HandOver(-1), TimeSpan.FromSeconds(12));

        Assert.True((bool)report["handedOver"]!);
        Assert.InRange(studio.SignIns.Count, 2, AppLimits.MaxWaysLost);
    }

    [Theory]
    [InlineData("bad gzip")]
    [InlineData("odd redirect")]
    [InlineData("message flood")]
    [InlineData("no terminal")]
    public async Task A_self_test_throws_nothing_and_says_what_is_wrong(string what)
    {
        var app = what switch
        {
            "bad gzip" => ScriptedApp.At("api/status", context => HostileAppInWalkTests.EncodedAsync(context, "gzip", "no gzip"u8.ToArray())),
            "odd redirect" => ScriptedApp.At("", context => HostileAppInWalkTests.RedirectAsync(context, "//[::1")),
            "message flood" => new ScriptedApp { Socket = socket => HostileAppInWalkTests.FloodAsync(socket, """["stdout", "x"]""") },
            _ => ScriptedApp.At("api/terminals", context => ScriptedApp.WriteAsync(context, """{"name": {}}""", 201)),
        };
        await using var studio = await ScriptedStudio.StartAsync(app);
        using var function = new ComposedFunction(studio);

        var report = await function.InvokeAsync("""{"selfTest": {"domainId": "d-abc", "spaceName": "lab"}}""", Timeout);

        Assert.False((bool)report["passed"]!);
        Assert.Contains(report["checks"]!.AsArray(), check => (string?)check!["outcome"] == "failed" && ((string?)check["problem"])!.Length > 20);
        Assert.DoesNotContain("SECRET", report.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_honest_app_passes_the_self_test()
    {
        await using var studio = await ScriptedStudio.StartAsync(new ScriptedApp());
        using var function = new ComposedFunction(studio);
        var report = await function.InvokeAsync("""{"selfTest": {"domainId": "d-abc", "spaceName": "lab"}}""", TimeSpan.FromSeconds(30));
        Assert.True((bool)report["passed"]!, report.ToJsonString());
    }

    [Fact]
    public async Task A_socket_that_has_gone_dark_is_noticed_within_seconds_and_the_run_goes_on()
    {
        var ways = 0;
        var app = new ScriptedApp
        {
            Agent = async (socket, runId) =>
            {
                // It answers nothing any more, not even pings, for those are answered by who reads.
                if (Interlocked.Increment(ref ways) == 1) await Task.Delay(System.Threading.Timeout.Infinite, CancellationToken.None);
                await ScriptedApp.PrintAsync(socket, ScriptedApp.Frame(runId, 1, "run absent"));
                await socket.ReceiveAsync(new byte[1000], CancellationToken.None);
            },
        };
        await using var studio = await ScriptedStudio.StartAsync(app);
        using var function = new ComposedFunction(studio);

        var report = await function.InvokeAsync(HandOver(-1), TimeSpan.FromSeconds(40));

        Assert.Equal("ignored", (string?)report["verdict"]);
        var lost = Assert.Single(function.Log, line => ((string)line["message"]!).StartsWith("Lost the way", StringComparison.Ordinal));
        Assert.Contains("connection ended", (string?)lost["message"], StringComparison.Ordinal);
        Assert.Equal(2, studio.SignIns.Count);
    }

    private static ScriptedApp NeverEnding => new()
    {
        Answer = request => request.Split(' ') switch
        {
            ["look", ..] => $"run running lease - 1 0 0 - {Plan}",
            ["follow" or "read", _, var offset, ..] => $"progress running 1763632800000 - - - 0 1 - - {offset} 0",
            _ => "ok",
        },
    };

    private static string HandOver(int receivedMinutesFromNow) => new JsonObject
    {
        ["continue"] = new JsonObject
        {
            ["runId"] = Guid.NewGuid().ToString("D"),
            ["domainId"] = "d-abc",
            ["spaceName"] = "lab",
            ["appType"] = "JupyterLab",
            ["handOvers"] = 7,
            ["receivedAt"] = DateTimeOffset.UtcNow.AddMinutes(receivedMinutesFromNow),
        },
    }.ToJsonString();
}
