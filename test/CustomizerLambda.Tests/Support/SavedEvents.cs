using System.Text;
using System.Text.Json.Nodes;
using CustomizerLambda.Events;

namespace CustomizerLambda.Tests.Support;

/// <summary>The repository's own events, and what becomes of them.</summary>
internal static class SavedEvents
{
    public const string RequestId = "11111111-2222-4333-8444-555555555555";

    public static readonly string[] IdFields = ["domainId", "userProfileName", "spaceName", "appType", "appName"];

    public static JsonObject JupyterLab => Read("create-app-jupyterlab");

    public static JsonObject JupyterServer => Read("create-app-jupyterserver");

    public static JsonObject Direct => Read("direct");

    /// <summary>The same, changed.</summary>
    public static JsonObject With(this JsonObject saved, Action<JsonObject> change)
    {
        change(saved);
        return saved;
    }

    public static JsonObject Record(this JsonObject saved) => saved["detail"]!.AsObject();

    public static JsonObject Parameters(this JsonObject saved) => saved.Record()["requestParameters"]!.AsObject();

    public static Admission Decide(this JsonObject payload, ServedApps? served = null) => Decide(payload.ToJsonString(), served);

    public static Admission Decide(string payload, ServedApps? served = null) => Decide(Encoding.UTF8.GetBytes(payload), served);

    public static Admission Decide(byte[] payload, ServedApps? served = null) =>
        Admissions.Decide(payload, RequestId, "eu-west-1", "111122223333", served ?? ServedApps.All);

    private static JsonObject Read(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", $"{name}.json")))!.AsObject();
}
