using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>Reads <c>Pulumi.yaml</c> and <c>Pulumi.STACK.yaml</c> as the Pulumi CLI hands them to a program: text, and JSON for lists.</summary>
internal static class StackFile
{
    public static Dictionary<string, string> ReadConfig(string stack)
    {
        const string Prefix = "nanoclaw:";
        var config = (YamlMappingNode)Load($"Pulumi.{stack}.yaml")["config"];
        return config.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value![Prefix.Length..], entry => TextOf(entry.Value), StringComparer.Ordinal);
    }

    public static YamlMappingNode Load(string file)
    {
        using var reader = File.OpenText(Repository.PathTo(file));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static string TextOf(YamlNode node) =>
        node switch
        {
            YamlScalarNode scalar => scalar.Value ?? "",
            YamlSequenceNode list => JsonSerializer.Serialize(list.Select(TextOf)),
            _ => throw new NotSupportedException($"{node.NodeType} is not expected here."),
        };
}
