using System.Text.Json.Nodes;

namespace LocalStudio.SageMakerApi;

/// <summary>One call: what is asked, and by whom.</summary>
internal sealed record ApiCall(string RequestId, JsonObject Input, bool ByFunction)
{
    /// <summary>A member that its shape requires.</summary>
    public string Required(string member) => (string)Input[member]!;

    public string? Optional(string member) => (string?)Input[member];

    public int? Number(string member) => (int?)Input[member];

    public JsonObject? Structure(string member) => Input[member] as JsonObject;
}
