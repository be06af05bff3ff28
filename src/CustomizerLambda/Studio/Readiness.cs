using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CustomizerLambda.Studio;

/// <summary>How the server of an app says that it is ready: nobody else answers that question, neither a sign-in page nor one that loads.</summary>
internal sealed partial class Readiness
{
    private readonly string _mediaType;
    private readonly Func<byte[], bool> _isAnswer;

    private Readiness(string path, string mediaType, Func<byte[], bool> isAnswer) => (Path, _mediaType, _isAnswer) = (path, mediaType, isAnswer);

    /// <summary>Jupyter's status (https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html, <c>GET /api/status</c>).</summary>
    public static Readiness OfJupyter { get; } = new("api/status", "application/json", IsJupyterStatus);

    /// <summary>The commit that a VS Code server was built from; a build may have none (src/vs/server/node/remoteExtensionHostAgentServer.ts, <c>/version</c>).</summary>
    public static Readiness OfCodeEditor { get; } = new("version", "text/plain", body => Version().IsMatch(Encoding.Latin1.GetString(body)));

    /// <summary>What is asked for, relative to the app's base.</summary>
    public string Path { get; }

    /// <summary>Whether a response is the server's answer.</summary>
    public async Task<bool> IsAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.StatusCode == HttpStatusCode.OK
        && response.Content.Headers.ContentType?.MediaType == _mediaType
        && _isAnswer(await response.Content.ReadAsByteArrayAsync(cancellationToken));

    private static bool IsJupyterStatus(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, Json.Default.JsonObject)?.ContainsKey("started") ?? false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[0-9A-Za-z.-]{0,64}\s*\z")]
    private static partial Regex Version();
}
