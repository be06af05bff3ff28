using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CustomizerLambda.Tests.Hostile;

/// <summary>
/// An app, from its own side: a Jupyter server with our agent in its terminal, that answers whatever it is told to, in bytes and at a pace. Without a word
/// it is honest, and has had no run.
/// </summary>
internal sealed class ScriptedApp
{
    private const string Base = "/jupyterlab/default/";

    /// <summary>Answers an HTTP request in the server's place; false where the honest one shall.</summary>
    public Func<HttpContext, Task<bool>> Http { get; init; } = _ => Task.FromResult(false);

    /// <summary>Serves the terminal's WebSocket in the server's place, from the upgrade on; null for the honest one.</summary>
    public Func<WebSocket, Task>? Socket { get; init; }

    /// <summary>Serves the terminal from when the agent in it should be at work; null for the honest one.</summary>
    public Func<WebSocket, string, Task>? Agent { get; init; }

    /// <summary>The words of the agent's answer to a request (number and words); null for an honest answer.</summary>
    public Func<string, string?> Answer { get; init; } = _ => null;

    /// <summary>One that answers a request for a path, below its base, by itself.</summary>
    public static ScriptedApp At(string path, Func<HttpContext, Task> answer) => new()
    {
        Http = async context =>
        {
            if (context.Request.Path != Base + path) return false;
            await answer(context);
            return true;
        },
    };

    /// <summary>Answers one request.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (await Http(context)) return;
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("GET", Base + "api/status"):
                await WriteAsync(context, """{"started": "2026-11-20T10:00:00Z"}""");
                break;
            case ("POST", Base + "api/terminals"):
                await WriteAsync(context, """{"name": "1"}""", 201);
                break;
            case ("DELETE", _):
                context.Response.StatusCode = 204;
                break;
            case ("GET", Base + "terminals/websocket/1"):
                using (var socket = await LoopbackServer.AcceptWebSocketAsync(context)) await TalkAsync(socket, context.RequestAborted);
                break;
            default:
                await context.Response.WriteAsync("<html>a page</html>");
                break;
        }
    }

    /// <summary>Prints in the terminal.</summary>
    public static Task PrintAsync(WebSocket socket, string text) =>
        SendAsync(socket, new JsonArray("stdout", text).ToJsonString());

    /// <summary>Sends a message as it is.</summary>
    public static async Task SendAsync(WebSocket socket, string message) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>An answer of the agent.</summary>
    public static string Frame(string runId, int number, string words) => $"\u001e{runId} {number.ToString(CultureInfo.InvariantCulture)} {words}\r\n";

    public static async Task WriteAsync(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    }

    private async Task TalkAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            if (Socket is not null) await Socket(socket);
            else await AnswerAsync(socket, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The function has had enough.
        }
    }

    private async Task AnswerAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var runId = (await TypedAsync(socket, cancellationToken)).Split("id=")[1][..36];
        await PrintAsync(socket, Frame(runId, 0, "listening"));
        while (await TypedAsync(socket, cancellationToken) != ".\n")
        {
            // The agent, line by line.
        }

        await PrintAsync(socket, Frame(runId, 0, "ready"));
        if (Agent is not null)
        {
            await Agent(socket, runId);
            return;
        }

        while ((await TypedAsync(socket, cancellationToken)).TrimEnd('\n').Split(' ', 2) is [var number, var request])
        {
            if (request == "bye") return;
            var words = Answer(request) ?? (request == "runs" ? "runs" : "run absent");
            await PrintAsync(socket, Frame(runId, int.Parse(number, CultureInfo.InvariantCulture), words));
        }
    }

    private static async Task<string> TypedAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close) throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            length += received.Count;
            if (received.EndOfMessage) return JsonNode.Parse(buffer.AsSpan(0, length))![1]!.GetValue<string>();
        }
    }
}
