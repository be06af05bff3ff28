using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Events;

namespace CustomizerLambda.Tests.Hostile;

/// <summary>
/// What floods cost the function's own process, of which Lambda gives 256 MB (template, <c>MemorySize</c>) and which collects its memory as it would there.
/// The runtime alone takes some 60.
/// </summary>
[Collection(Alone.Name)]
public sealed class FloodMemoryTests
{
    private const double MaxMegabytes = 220;

    private static readonly string[] Floods =
    [
        "endless body", "brotli bomb", "endless terminal", "largest messages", "messages without an end", "frames of number 0", "tiny frames", "largest frames", "frame of blanks", "long runs",
    ];

    [Fact]
    public async Task Floods_of_every_kind_at_the_same_time_leave_the_function_its_memory() => Assert.InRange(await PeakAsync(Floods), 20, MaxMegabytes);

    [Fact]
    public async Task Floods_of_the_largest_messages_from_as_many_apps_as_are_visited_at_once_leave_the_function_its_memory() =>
        Assert.InRange(await PeakAsync(Enumerable.Repeat("largest messages", FleetRequest.MostAtOnce)), 20, MaxMegabytes);

    private static async Task<double> PeakAsync(IEnumerable<string> floods)
    {
        var apps = floods.Index().ToDictionary(flood => $"lab-{flood.Index}", flood => FloodOf(flood.Item));
        await using var studio = await ScriptedStudio.StartAsync(apps);
        await using var function = await FunctionProcess.StartAsync(studio);
        var report = await function.InvokeAsync($$$"""{"fleet": {"atOnce": {{{FleetRequest.MostAtOnce}}}}}""", TimeSpan.FromSeconds(16));
        Assert.Equal(apps.Count, (int)report["counts"]!["unreachable"]!);
        TestContext.Current.TestOutputHelper?.WriteLine($"{function.PeakMegabytes:0} MB");
        return function.PeakMegabytes;
    }

    private static ScriptedApp FloodOf(string name) => name switch
    {
        "endless body" => ScriptedApp.At("api/status", context => HostileAppInWalkTests.ForeverAsync(context, new byte[64 * 1024])),
        "brotli bomb" => ScriptedApp.At("api/status", context => HostileAppInWalkTests.EncodedAsync(context, "br", HostileAppInWalkTests.Bomb(stream => new BrotliStream(stream, CompressionLevel.Optimal)))),
        "endless terminal" => ScriptedApp.At("api/terminals", context => HostileAppInWalkTests.ForeverAsync(context, new byte[64 * 1024])),
        "largest messages" => Printing(_ => new string('x', AppLimits.MaxMessage - 20)),
        "messages without an end" => new() { Socket = async socket => { while (true) await socket.SendAsync(new byte[64 * 1024], WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None); } },
        "frames of number 0" => Printing(runId => string.Concat(Enumerable.Repeat(ScriptedApp.Frame(runId, 0, "ready"), 10_000))),
        "tiny frames" => Printing(runId => string.Concat(Enumerable.Repeat($"\u001e{runId} 1 x\n\u001e{runId} 9 x\n", 40_000))),
        "largest frames" => Printing(runId => ScriptedApp.Frame(runId, 1, $"x\t{new string('A', AppLimits.MaxFrameBody - 10)}")),
        "frame of blanks" => Printing(runId => ScriptedApp.Frame(runId, 1, new string(' ', 3_000_000))),
        _ => Printing(runId => ScriptedApp.Frame(runId, 1, $"runs {new string('a', AppLimits.MaxFrameWords - 100)}")),
    };

    /// <summary>One whose terminal prints the same again and again.</summary>
    private static ScriptedApp Printing(Func<string, string> text) => new()
    {
        Agent = async (socket, runId) =>
        {
            var message = Encoding.UTF8.GetBytes(new JsonArray("stdout", text(runId)).ToJsonString());
            while (true) await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        },
    };
}
