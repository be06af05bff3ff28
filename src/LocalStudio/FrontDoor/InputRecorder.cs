using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalStudio.Journals;
using LocalStudio.Studio;

namespace LocalStudio.FrontDoor;

/// <summary>Writes down what goes to an app's shells.</summary>
internal sealed class InputRecorder(Journal<TerminalInput> journal)
{
    /// <summary>Whether a request's body is written down, and as what.</summary>
    public static TerminalInputKind? KindOf(string method, string pathInApp)
    {
        if (method == HttpMethods.Post && pathInApp == "/api/terminals") return TerminalInputKind.CreateTerminal;
        return method == HttpMethods.Put && pathInApp.StartsWith("/api/contents/", StringComparison.Ordinal) ? TerminalInputKind.Contents : null;
    }

    public void Body(App app, TerminalInputKind kind, string path, ReadOnlySpan<byte> body) =>
        journal.Add(new TerminalInput(DateTimeOffset.UtcNow, app.Arn, kind, path, Encoding.UTF8.GetString(body)));

    /// <summary>A whole message to a terminal.</summary>
    public void Message(App app, string path, ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message);
        var typed = Typed(text);
        journal.Add(new TerminalInput(DateTimeOffset.UtcNow, app.Arn, typed is null ? TerminalInputKind.Message : TerminalInputKind.Typed, path, typed ?? text));
    }

    private static string? Typed(string message)
    {
        try
        {
            return JsonNode.Parse(message) is JsonArray { Count: 2 } array && array[0]?.ToString() == "stdin" ? array[1]?.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
