using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CustomizerLambda.Terminal;

namespace CustomizerLambda.Studio;

/// <summary>How the server of an app says that it is ready: nobody else answers that question, neither a sign-in page nor one that loads.</summary>
internal sealed partial class Readiness
{
    private readonly string _mediaType;
    private readonly Func<byte[], bool> _isAnswer;

    private Readiness(string path, string mediaType, Func<byte[], bool> isAnswer) => (Path, _mediaType, _isAnswer) = (path, mediaType, isAnswer);

    /// <summary>Jupyter's status (https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html, <c>GET /api/status</c>).</summary>
    public static Readiness OfJupyter { get; } = new("api/status", "application/json", body => AppJson.TryParse(body)?.Member("started") is not null);

    /// <summary>The commit that a VS Code server was built from; a build may have none (src/vs/server/node/remoteExtensionHostAgentServer.ts, <c>/version</c>).</summary>
    public static Readiness OfCodeEditor { get; } = new("version", "text/plain", body => Version().IsMatch(Encoding.Latin1.GetString(body)));

    /// <summary>What is asked for, relative to the app's base.</summary>
    public string Path { get; }

    /// <summary>Whether it is the server that answered.</summary>
    public bool IsAnswer(HttpAnswer answer) => answer.Status == HttpStatusCode.OK && answer.MediaType == _mediaType && _isAnswer(answer.Body);

    [GeneratedRegex(@"\A[0-9A-Za-z.-]{0,64}\s*\z")]
    private static partial Regex Version();
}
