using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LocalStudio.SageMakerApi;

/// <summary>What a member's value must be, and AWS's words for it.</summary>
internal abstract record Constraint
{
    /// <summary>What the value fails to satisfy; null when it is fine.</summary>
    public abstract string? Failure(JsonNode value);

    /// <summary>A string of a pattern and a length.</summary>
    public sealed record Text(string? Pattern, int MaxLength) : Constraint
    {
        private readonly Regex? _regex = Pattern is null ? null : new Regex($"^(?:{Pattern})\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

        public override string? Failure(JsonNode value)
        {
            if (value.GetValueKind() != JsonValueKind.String) return "Member must be a string";
            var text = (string)value!;
            if (text.Length > MaxLength) return $"Member must have length less than or equal to {MaxLength}";
            return _regex is null || _regex.IsMatch(text) ? null : $"Member must satisfy regular expression pattern: {Pattern}";
        }
    }

    /// <summary>One of some words.</summary>
    public sealed record Enumeration(IReadOnlyList<string> Values) : Constraint
    {
        public override string? Failure(JsonNode value) =>
            Values.Contains(value.ToString()) ? null : $"Member must satisfy enum value set: [{string.Join(", ", Values)}]";
    }

    /// <summary>A whole number in a range.</summary>
    public sealed record Range(int Least, int Most) : Constraint
    {
        public override string? Failure(JsonNode value)
        {
            if (!int.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return "Member must be an integer";
            if (number < Least) return $"Member must have value greater than or equal to {Least}";
            return number > Most ? $"Member must have value less than or equal to {Most}" : null;
        }
    }

    /// <summary>A list; of structures, when their members are named.</summary>
    public sealed record Items(int Most, params string[] Members) : Constraint
    {
        public override string? Failure(JsonNode value)
        {
            if (value is not JsonArray items) return "Member must be a list";
            if (items.Count > Most) return $"Member must have length less than or equal to {Most}";
            return items.All(item => Members.Length == 0 || (item is JsonObject structure && Members.All(structure.ContainsKey))) ? null : "Member must not be null";
        }
    }

    /// <summary>Members in braces; what they are isn't looked at.</summary>
    public sealed record Structure : Constraint
    {
        public override string? Failure(JsonNode value) => value.GetValueKind() == JsonValueKind.Object ? null : "Member must be a structure";
    }

    /// <summary>True or false.</summary>
    public sealed record Flag : Constraint
    {
        public override string? Failure(JsonNode value) =>
            value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "Member must be a boolean";
    }
}
