using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalStudio.SageMakerApi;

/// <summary>Values as AWS's JSON protocol writes them.</summary>
internal static class Output
{
    /// <summary>Without escapes that only HTML needs.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Seconds since 1970, with a fraction.</summary>
    public static JsonNode Timestamp(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Without the members that have no value.</summary>
    public static JsonObject Compact(JsonObject output)
    {
        foreach (var name in output.Where(member => member.Value is null).Select(member => member.Key).ToList()) output.Remove(name);
        return output;
    }
}
