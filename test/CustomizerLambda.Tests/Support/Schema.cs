using NJsonSchema;

namespace CustomizerLambda.Tests.Support;

/// <summary>A JSON schema of this repository.</summary>
internal sealed class Schema
{
    private readonly JsonSchema _schema;

    private Schema(JsonSchema schema) => _schema = schema;

    /// <summary>By its file's name.</summary>
    public static async Task<Schema> ReadAsync(string name) =>
        new(await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "schemas", $"{name}.json"), Patience.Token));

    /// <summary>What in a JSON text isn't as the schema has it: each by its kind and path.</summary>
    public IReadOnlyList<string> Errors(string json) => [.. _schema.Validate(json).Select(error => $"{error.Kind} {error.Path}")];
}
