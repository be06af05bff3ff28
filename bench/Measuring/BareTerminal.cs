using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using LocalStudio;

namespace Bench.Measuring;

/// <summary>
/// The least that anybody needs to run something in an app: signs in, opens a terminal, types a line, and reads until a marker comes. It trusts
/// everything, and keeps nothing.
/// </summary>
internal sealed class BareTerminal : IAsyncDisposable
{
    private const string Marker = "marker-42-";

    private readonly HttpClientHandler _handler = new() { CookieContainer = new CookieContainer() };
    private readonly HttpClient _http;
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _seen = new byte[64];
    private Uri _terminal = null!;
    private int _lines;

    private BareTerminal() => _http = new HttpClient(_handler);

    /// <summary>Signs in and opens a terminal.</summary>
    public static async Task<BareTerminal> OpenAsync(StudioHost studio, StudioApp app, CancellationToken cancellationToken)
    {
        var terminal = new BareTerminal();
        var input = new JsonObject { ["DomainId"] = app.DomainId, ["UserProfileName"] = StudioHost.DefaultUserProfileName, ["SpaceName"] = app.SpaceName };
        var url = (string)(await studio.CallAsync("CreatePresignedDomainUrl", input, cancellationToken)).Body["AuthorizedUrl"]!;
        using (await terminal._http.GetAsync(new Uri(url), cancellationToken)) await terminal.ConnectAsync(new Uri(studio.FrontDoorUrl, "/jupyterlab/default/"), cancellationToken);
        return terminal;
    }

    /// <summary>Has a line run, and reads all that is printed meanwhile.</summary>
    /// <returns>How many bytes came.</returns>
    public async Task<long> RunAsync(string line, CancellationToken cancellationToken)
    {
        // The line's own echo must not be the marker.
        var number = ++_lines;
        var typed = new JsonArray("stdin", string.Create(CultureInfo.InvariantCulture, $"{line}; echo marker-$((40+2))-{number}.\n")).ToJsonString();
        await _socket.SendAsync(Encoding.UTF8.GetBytes(typed), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        return await ReadUntilAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Marker}{number}.")), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_terminal is not null) (await _http.DeleteAsync(_terminal)).Dispose();
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task ConnectAsync(Uri home, CancellationToken cancellationToken)
    {
        using (await _http.GetAsync(home, cancellationToken))
        {
            _http.DefaultRequestHeaders.Add("X-XSRFToken", _handler.CookieContainer.GetCookies(home)["_xsrf"]?.Value ?? "");
        }

        using var response = await _http.PostAsync(new Uri(home, "api/terminals"), new StringContent("{}", Encoding.UTF8, "application/json"), cancellationToken);
        var name = (string)(await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!["name"]!;
        _terminal = new Uri(home, $"api/terminals/{name}");
        await _socket.ConnectAsync(new UriBuilder(new Uri(home, $"terminals/websocket/{name}")) { Scheme = "ws" }.Uri, _http, cancellationToken);
    }

    private async Task<long> ReadUntilAsync(byte[] marker, CancellationToken cancellationToken)
    {
        long count = 0;
        var kept = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("The terminal is lost.");
            count += received.Count;

            // Only the last few bytes are kept, for a marker that comes in two pieces.
            var piece = _buffer.AsSpan(0, received.Count);
            var overlap = (byte[])[.. _seen.AsSpan(0, kept), .. piece[..Math.Min(piece.Length, marker.Length)]];
            if (piece.IndexOf(marker) >= 0 || overlap.AsSpan().IndexOf(marker) >= 0) return count;
            kept = Math.Min(piece.Length, marker.Length);
            piece[^kept..].CopyTo(_seen);
        }
    }
}
