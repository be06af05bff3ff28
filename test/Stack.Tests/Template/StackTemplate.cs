using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Stack.Tests.Template;

/// <summary>The repository's template, as JSON: CloudFormation's short forms (<c>!Ref</c>) are written out (<c>{"Ref": …}</c>).</summary>
internal static class StackTemplate
{
    public static readonly string File = Path.Combine(AppContext.BaseDirectory, "template.sam.yaml");

    /// <summary>A copy of the whole.</summary>
    public static JsonObject Read()
    {
        using var reader = System.IO.File.OpenText(File);
        var stream = new YamlStream();
        stream.Load(reader);
        return Convert(stream.Documents[0].RootNode)!.AsObject();
    }

    public static JsonObject Parameters => Section("Parameters");

    public static JsonObject Resources => Section("Resources");

    private static JsonObject Section(string name) => Read()[name]!.AsObject();

    private static JsonNode? Convert(YamlNode node)
    {
        var value = node switch
        {
            YamlMappingNode map => new JsonObject(map.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Convert(entry.Value)))),
            YamlSequenceNode list => new JsonArray([.. list.Select(Convert)]),
            YamlScalarNode scalar => Scalar(scalar),
            _ => throw new NotSupportedException($"YAML node {node.NodeType}"),
        };
        return node.Tag is { IsEmpty: false, IsLocal: true } ? Intrinsic(node.Tag.Value.TrimStart('!'), value!) : value;
    }

    private static JsonObject Intrinsic(string name, JsonNode value) => name switch
    {
        "Ref" or "Condition" => new JsonObject { [name] = value },
        "GetAtt" => new JsonObject { ["Fn::GetAtt"] = new JsonArray([.. value.GetValue<string>().Split('.', 2)]) },
        _ => new JsonObject { [$"Fn::{name}"] = value },
    };

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty) return text;
        if (text is "true" or "false") return text == "true";
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
    }
}
