using System.Text.Json;

namespace CustomizerLambda;

/// <summary>JSON that comes from an app. It may have a name twice, and text that isn't Unicode: what can't be read isn't there. Pure, and throws nothing.</summary>
internal static class AppJson
{
    /// <summary>A JSON value; null where the bytes are none, or more than <see cref="AppLimits.MaxJson"/>.</summary>
    public static JsonElement? TryParse(ReadOnlySpan<byte> json)
    {
        if (json.Length > AppLimits.MaxJson) return null;
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member of an object; the last one of that name.</summary>
    public static JsonElement? Member(this JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            return null; // a name among them isn't Unicode
        }
    }

    /// <summary>A member's text.</summary>
    public static string? Text(this JsonElement json, string name) => json.Member(name)?.Text();

    /// <summary>A value's text.</summary>
    public static string? Text(this JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // not Unicode
        }
    }

    /// <summary>A member's whole number.</summary>
    public static int? Number(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var number) ? number : null;
}
