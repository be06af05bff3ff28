using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Stack.Tests.Template;

/// <summary>
/// The template with its functions worked out, as CloudFormation does it for given parameters. What only exists once it is deployed (a queue's ARN)
/// becomes a name in angle brackets. Strict: a function that it doesn't know is an error.
/// </summary>
internal sealed partial class DeployedStack
{
    /// <summary>The account of the saved events.</summary>
    public const string DefaultAccount = "111122223333";

    private static readonly JsonNode NoValue = JsonValue.Create("<no value>");

    private readonly JsonObject _template = StackTemplate.Read();
    private readonly Dictionary<string, JsonNode> _values;

    /// <param name="partition">Such as <c>aws-cn</c>.</param>
    /// <param name="region">Such as <c>cn-north-1</c>.</param>
    /// <param name="parameters">Those that differ from their defaults.</param>
    public DeployedStack(string partition, string region, params (string Name, string Value)[] parameters)
    {
        _values = new Dictionary<string, JsonNode>
        {
            ["AWS::Partition"] = partition, ["AWS::Region"] = region, ["AWS::AccountId"] = DefaultAccount, ["AWS::StackName"] = "customizer", ["AWS::NoValue"] = NoValue,
        };
        foreach (var (name, declaration) in _template["Parameters"]!.AsObject())
        {
            var given = parameters.Where(parameter => parameter.Name == name).Select(parameter => parameter.Value).SingleOrDefault();
            var text = given ?? declaration!["Default"]!.ToString();
            _values[name] = declaration!["Type"]!.GetValue<string>() == "CommaDelimitedList" ? new JsonArray([.. text.Split(',').Select(item => JsonValue.Create(item))]) : text;
        }
    }

    /// <summary>In eu-west-1.</summary>
    public DeployedStack(params (string Name, string Value)[] parameters)
        : this("aws", "eu-west-1", parameters)
    {
    }

    /// <summary>Where it is deployed.</summary>
    public string Account
    {
        init => _values["AWS::AccountId"] = value;
    }

    /// <summary>The resources whose conditions hold, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> Resources => _template[nameof(Resources)]!.AsObject()
        .Where(resource => resource.Value!["Condition"] is not { } condition || Holds(condition.GetValue<string>()))
        .Select(resource => KeyValuePair.Create(resource.Key, Resolve(resource.Value)!.AsObject()));

    /// <summary>The properties of one.</summary>
    public JsonObject this[string resource] => Resources.Single(candidate => candidate.Key == resource).Value["Properties"]!.AsObject();

    /// <summary>All statements of the function's role.</summary>
    public IEnumerable<JsonObject> RoleStatements =>
        RolePolicies.SelectMany(policy => policy["PolicyDocument"]!["Statement"]!.AsArray()).Select(statement => statement!.AsObject());

    /// <summary>The role's policies: those in it, and the one that names the function.</summary>
    public IEnumerable<JsonObject> RolePolicies => [.. this["CustomizerRole"]["Policies"]!.AsArray().Select(policy => policy!.AsObject()), this["HandOverPolicy"]];

    private bool Holds(string condition) => Resolve(_template["Conditions"]![condition])!.GetValue<bool>();

    private JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } map when map.First() is { Key: "Ref" or "Condition" } or { Key: ['F', 'n', ':', ':', ..] } => Call(map.First().Key, map.First().Value!),
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Resolve(entry.Value))).Where(entry => !IsNoValue(entry.Value))),
        JsonArray list => new JsonArray([.. list.Select(Resolve).Where(item => !IsNoValue(item))]),
        _ => node?.DeepClone(),
    };

    private JsonNode? Call(string function, JsonNode argument) => (function, argument) switch
    {
        ("Ref", _) => Named(argument.GetValue<string>()),
        ("Condition", _) => Holds(argument.GetValue<string>()),
        ("Fn::GetAtt", _) => $"<{string.Join('.', argument.AsArray())}>",
        ("Fn::Sub", JsonArray and [var text, JsonObject names]) => Substitute(text!.GetValue<string>(), names),
        ("Fn::Sub", _) => Substitute(argument.GetValue<string>(), []),
        ("Fn::If", JsonArray and [var condition, var then, var otherwise]) => Resolve(Holds(condition!.GetValue<string>()) ? then : otherwise),
        ("Fn::Equals", JsonArray and [var left, var right]) => Resolve(left)!.ToString() == Resolve(right)!.ToString(),
        ("Fn::Not", JsonArray and [var negated]) => !Resolve(negated)!.GetValue<bool>(),
        ("Fn::Join", JsonArray and [var delimiter, var items]) => string.Join(delimiter!.GetValue<string>(), Resolve(items)!.AsArray().Select(item => item!.ToString())),
        ("Fn::Split", JsonArray and [var delimiter, var text]) => new JsonArray([.. Resolve(text)!.GetValue<string>().Split(delimiter!.GetValue<string>()).Select(item => JsonValue.Create(item))]),
        _ => throw new NotSupportedException(function),
    };

    private JsonNode Named(string name) =>
        _values.TryGetValue(name, out var value) ? (ReferenceEquals(value, NoValue) ? NoValue : value).DeepClone()
        : _template[nameof(Resources)]!.AsObject().ContainsKey(name) ? $"<{name}>"
        : throw new KeyNotFoundException(name);

    private string Substitute(string text, JsonObject names) => Placeholder().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        if (names[name] is { } own) return Resolve(own)!.ToString();
        return name.Contains('.', StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"<{name}>") : Named(name).ToString();
    });

    private static bool IsNoValue(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text == NoValue.GetValue<string>();

    [GeneratedRegex(@"\$\{([A-Za-z0-9:.]+)\}")]
    private static partial Regex Placeholder();
}
