using System.Text.Json.Nodes;

namespace LocalStudio.SageMakerApi;

/// <summary>An operation's input: its members, and what each must satisfy. A member of a structure is named by its path.</summary>
internal sealed record Shape(params IReadOnlyList<Member> Members)
{
    /// <exception cref="ApiException">Members are missing or wrong; all of them are named, as AWS does.</exception>
    public void Validate(JsonObject input)
    {
        var failures = Members.Select(member => member.Failure(input)).OfType<string>().ToList();
        if (failures.Count == 0) return;
        var count = failures.Count == 1 ? "1 validation error" : $"{failures.Count} validation errors";
        throw ApiException.Invalid($"{count} detected: {string.Join("; ", failures)}");
    }
}

/// <summary>A member of an operation's input.</summary>
internal sealed record Member(string Path, Constraint Constraint, bool IsRequired = false)
{
    public string? Failure(JsonObject input)
    {
        var names = Path.Split('.');
        JsonNode? value = input;
        foreach (var name in names)
        {
            if (value is not JsonObject structure) return null;
            value = structure[name];
            if (value is null && name != names[^1]) return null;
        }

        var failure = value is null ? (IsRequired ? "Member must not be null" : null) : Constraint.Failure(value);
        return failure is null ? null : $"Value {(value is null ? "null" : $"'{value}'")} at '{LowerCamelCase(names)}' failed to satisfy constraint: {failure}";
    }

    private static string LowerCamelCase(string[] names) => string.Join('.', names.Select(name => char.ToLowerInvariant(name[0]) + name[1..]));
}
