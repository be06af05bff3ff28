using System.IO.Compression;
using System.Text.Json.Nodes;
using CustomizerLambda.Fleet;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.Hostile;

/// <summary>Tests in real time, or of a whole process: nothing else shall take the processors meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = nameof(Alone);
}

/// <summary>A walk over running apps, where some do what they can to end, stall or blind it: each is one row.</summary>
[Collection(Alone.Name)]
public sealed class HostileAppInWalkTests
{
    /// <summary>For those that fail by themselves: it isn't waited for.</summary>
    private static readonly TimeSpan LongTimeout = TimeSpan.FromSeconds(56);

    /// <summary>For those that use up the time of a visit, seven and a half seconds then.</summary>
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Those that fail by themselves.</summary>
    private static readonly Dictionary<string, ScriptedApp> BrokenApps = new()
    {
        ["bad-deflate"] = ScriptedApp.At("api/terminals", context => EncodedAsync(context, "deflate", "no deflate"u8.ToArray())),
        ["bad-brotli"] = ScriptedApp.At("api/terminals", context => EncodedAsync(context, "br", "no brotli"u8.ToArray())),
        ["gzip-bomb"] = ScriptedApp.At("api/terminals", context => EncodedAsync(context, "gzip", Bomb(stream => new GZipStream(stream, CompressionLevel.Optimal)))),
        ["long-terminal-name"] = ScriptedApp.At("api/terminals", context => ScriptedApp.WriteAsync(context, $$"""{"name": "{{new string('a', 50_000)}}"}""", 201)),
        ["key-twice"] = ScriptedApp.At("api/terminals", context => ScriptedApp.WriteAsync(context, """{"name": 1, "name": {}}""", 201)),
        ["key-that-is-no-text"] = ScriptedApp.At("api/terminals", context => ScriptedApp.WriteAsync(context, """{"\ud800": 1}""", 201)),
        ["odd-redirect"] = ScriptedApp.At("", context => RedirectAsync(context, "//[::1")),
        ["error-angle"] = new() { Answer = _ => $"error {Convert.ToBase64String(Enumerable.Repeat((byte)'<', 90_000).ToArray())}" },
        ["long-digest"] = new() { Answer = request => request == "runs" ? $"runs {Guid.NewGuid()} ended done {new string('a', 6_500_000)}" : null },
        ["too-large-message"] = new() { Agent = (socket, _) => ScriptedApp.PrintAsync(socket, new string('x', 5_000_000)) },
    };

    /// <summary>Those that use up their time: they are never ready, or never done.</summary>
    private static readonly Dictionary<string, ScriptedApp> HangingApps = new()
    {
        ["bad-gzip"] = ScriptedApp.At("api/status", context => EncodedAsync(context, "gzip", "no gzip"u8.ToArray())),
        ["brotli-bomb"] = ScriptedApp.At("api/status", context => EncodedAsync(context, "br", Bomb(stream => new BrotliStream(stream, CompressionLevel.Optimal)))),
        ["endless-body"] = ScriptedApp.At("api/status", context => ForeverAsync(context, new byte[64 * 1024])),
        ["dripping-body"] = ScriptedApp.At("api/status", context => ForeverAsync(context, [(byte)' '], TimeSpan.FromMilliseconds(100))),
        ["dripping-terminal"] = ScriptedApp.At("api/terminals", context => ForeverAsync(context, [(byte)' '], TimeSpan.FromMilliseconds(100))),
        ["no-terminal-answers"] = new() { Socket = _ => Task.Delay(System.Threading.Timeout.Infinite, CancellationToken.None) },
        ["message-flood"] = new() { Socket = socket => FloodAsync(socket, """["stdout", "x"]""") },
        ["message-flood-at-work"] = new() { Agent = (socket, _) => FloodAsync(socket, """["stdout", "x"]""") },
        ["frames-0"] = new() { Agent = (socket, runId) => FloodAsync(socket, new JsonArray("stdout", ScriptedApp.Frame(runId, 0, "ready")).ToJsonString()) },
        ["frame-of-blanks"] = new() { Answer = _ => new string(' ', 3_000_000) },
    };

    public static TheoryData<string> Names => [.. BrokenApps.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_hostile_app_is_one_row_and_all_others_are_visited_once(string hostile)
    {
        await using var studio = await ScriptedStudio.StartAsync(Spaces(("a-hostile", BrokenApps[hostile])));
        using var function = new ComposedFunction(studio);

        var report = await function.InvokeAsync("""{"fleet": {}}""", LongTimeout);

        Assert.Equal(["a-hostile", "lab-1", "lab-2", "lab-3", "lab-4", "lab-5", "lab-6"], report["apps"]!.AsArray().Select(Space));
        Assert.Equal((6, 1, false), ((int)report["counts"]!["never"]!, (int)report["counts"]!["unreachable"]!, (bool)report["handedOver"]!));
        var reason = (string)report["apps"]![0]!["reason"]!;
        Assert.InRange(reason.Length, 20, 1000);
        Assert.DoesNotContain("nobody expected", reason, StringComparison.Ordinal);
        Assert.Equal(studio.SignIns.Distinct(), studio.SignIns);
        Assert.DoesNotContain(function.Log, line => line.ToJsonString().Contains("SECRET", StringComparison.Ordinal) || line.ToJsonString().Length > 8000);
    }

    [Fact]
    public async Task Hostile_apps_that_use_up_their_time_are_each_a_row_and_the_deadline_is_kept()
    {
        await using var studio = await ScriptedStudio.StartAsync(Spaces([.. HangingApps.Select(app => ($"a-{app.Key}", app.Value))]));
        using var function = new ComposedFunction(studio);

        var report = await function.InvokeAsync("""{"fleet": {"atOnce": 10}}""", ShortTimeout);

        Assert.Equal(HangingApps.Count, report["apps"]!.AsArray().Count);
        Assert.All(report["apps"]!.AsArray(), row => Assert.Contains("longer than", (string?)row!["reason"], StringComparison.Ordinal));
        var next = await function.InvokeAsync(studio.Calls[^1].Input.ToJsonString(), LongTimeout);
        Assert.Equal((6, HangingApps.Count, false), ((int)next["counts"]!["never"]!, (int)next["counts"]!["unreachable"]!, (bool)next["handedOver"]!));
        Assert.Equal(studio.SignIns.Distinct(), studio.SignIns);
    }

    [Fact]
    public async Task As_many_hostile_apps_as_are_visited_at_once_do_not_keep_the_walk_from_going_on()
    {
        var drip = HangingApps["dripping-body"];
        await using var studio = await ScriptedStudio.StartAsync(Spaces([.. Enumerable.Range(1, 6).Select(number => ($"a-hostile-{number}", drip))]));
        using var function = new ComposedFunction(studio);

        var payload = """{"fleet": {"atOnce": 5}}""";
        List<string> visited = [];
        for (var invocations = 1; ; invocations++)
        {
            Assert.InRange(invocations, 1, 4);
            var report = await function.InvokeAsync(payload, ShortTimeout);
            visited.AddRange(report["apps"]!.AsArray().Select(Space));
            if (!(bool)report["handedOver"]!)
            {
                Assert.Equal((6, 6), ((int)report["counts"]!["never"]!, (int)report["counts"]!["unreachable"]!));
                break;
            }

            payload = studio.Calls[^1].Input.ToJsonString();
        }

        Assert.Equal(visited.Distinct(), visited);
        Assert.Equal(12, visited.Count);
        Assert.Equal(12, studio.SignIns.Distinct().Count());
        Assert.Equal(12, studio.SignIns.Count);
    }

    [Fact]
    public async Task A_run_that_never_ends_is_handed_to_an_invocation_of_its_own_and_the_walk_goes_on()
    {
        var runs = new ScriptedApp
        {
            Answer = request => request.Split(' ')[0] switch
            {
                "runs" => null,
                "look" => $"run running lease - 1 0 0 - {Convert.ToBase64String("10-1.sh\n"u8)}",
                "follow" or "read" => "progress running 1763632800000 - - - 0 1 - - 0 0",
                _ => "ok",
            },
        };
        await using var studio = await ScriptedStudio.StartAsync(Spaces(("a-hostile", runs)));
        using var function = new ComposedFunction(studio);

        var report = await function.InvokeAsync("""{"rollOut": {"atOnce": 1}}""", ShortTimeout);

        Assert.Equal("a-hostile", Space(report["apps"]![0]));
        Assert.Equal("running", (string?)report["apps"]![0]!["state"]);
        Assert.Contains(studio.Calls, call => call.Operation == "Invoke" && (string?)call.Input["continue"]!["spaceName"] == "a-hostile");
        Assert.Equal("a-hostile", studio.SignIns[0]);
        Assert.Single(studio.SignIns, space => space == "a-hostile");
    }

    [Theory]
    [InlineData(880, 180)]
    [InlineData(360, 180)]
    [InlineData(45, 22.5)]
    public void A_visit_has_three_minutes_or_half_of_a_shorter_invocation(double workingSeconds, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), FleetWalk.VisitLimit(TimeSpan.FromSeconds(workingSeconds)));

    /// <summary>These, and six honest ones behind them.</summary>
    private static Dictionary<string, ScriptedApp> Spaces(params (string Name, ScriptedApp App)[] hostile) => new(
        [.. hostile.Select(app => KeyValuePair.Create(app.Name, app.App)), .. Enumerable.Range(1, 6).Select(number => KeyValuePair.Create($"lab-{number}", new ScriptedApp()))]);

    private static string Space(JsonNode? row) => (string)row!["app"]!["spaceName"]!;

    internal static async Task EncodedAsync(HttpContext context, string encoding, byte[] body)
    {
        context.Response.StatusCode = context.Request.Method == "POST" ? 201 : 200;
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = encoding;
        await context.Response.Body.WriteAsync(body);
    }

    /// <summary>A hundred megabytes of blanks.</summary>
    internal static byte[] Bomb(Func<Stream, Stream> compress)
    {
        using var bytes = new MemoryStream();
        using (var stream = compress(bytes))
        {
            var blanks = new byte[1024 * 1024];
            Array.Fill(blanks, (byte)' ');
            for (var megabytes = 0; megabytes < 100; megabytes++) stream.Write(blanks);
        }

        return bytes.ToArray();
    }

    internal static byte[] Compressed(string text)
    {
        using var bytes = new MemoryStream();
        using (var stream = new GZipStream(bytes, CompressionLevel.Fastest)) stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    internal static async Task ForeverAsync(HttpContext context, byte[] piece, TimeSpan pause = default)
    {
        context.Response.StatusCode = context.Request.Method == "POST" ? 201 : 200;
        context.Response.ContentType = "application/json";
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (pause > TimeSpan.Zero) await Task.Delay(pause, context.RequestAborted);
        }
    }

    internal static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    internal static async Task FloodAsync(System.Net.WebSockets.WebSocket socket, string message)
    {
        while (true) await ScriptedApp.SendAsync(socket, message);
    }
}
