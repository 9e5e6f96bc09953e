using System.Text.Json.Nodes;
using Pulumi.StandIn.Generator.Declarations;

namespace Pulumi.StandIn.Generator.CSharp;

/// <summary>
/// Writes what the declarations say of every resource, for tests that compare what a program registered with it:
/// <c>{ "&lt;token&gt;": { "inputs": { "&lt;name&gt;": &lt;shape&gt; }, "required": [], "secretOutputs": [], "outputs": [] } }</c>. A shape is
/// "string", "number", "boolean", "any", "asset", { "list": shape }, { "map": shape }, { "values": [] } for a string of which the
/// values are documented, or { "properties": {}, "required": [] }.
/// </summary>
internal static class SchemaWriter
{
    public static string Write(IEnumerable<Provider> providers)
    {
        var root = new JsonObject();
        foreach (var provider in providers)
        {
            foreach (var resource in provider.Resources)
            {
                root[resource.Token] = new JsonObject
                {
                    ["inputs"] = Properties(provider, resource.Inputs),
                    ["required"] = Names(resource.Inputs.Where(m => !m.IsOptional).Select(m => m.Name)),
                    ["outputs"] = Names(resource.Outputs.Select(m => m.Name)),
                    ["secretOutputs"] = Names(resource.Implementation.SecretOutputs),
                };
            }
        }

        return root.ToJsonString();
    }

    private static JsonObject Properties(Provider provider, IEnumerable<Member> members) =>
        new(members.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)Shape(provider, m.Type, m.Values))));

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)n)]);

    private static JsonNode Shape(Provider provider, TypeExpression type, IReadOnlyList<string>? values) =>
        type switch
        {
            TypeExpression.Named { Name: "pulumi.Input", Arguments: [var inner] } => Shape(provider, inner, values),
            TypeExpression.Union union when union.Cases.Where(c => c is not TypeExpression.Named { Name: "undefined" }).ToList() is [var only] => Shape(
                provider,
                only,
                values
            ),
            TypeExpression.ArrayOf array => new JsonObject { ["list"] = Shape(provider, array.Element, values) },
            TypeExpression.MapOf map => new JsonObject { ["map"] = Shape(provider, map.Value, values) },
            TypeExpression.Named named when named.Name.StartsWith("enums.", StringComparison.Ordinal) => new JsonObject
            {
                ["values"] = Names(provider.Enums[named.Name["enums.".Length..]].Values.Select(v => v.Value)),
            },
            TypeExpression.Named named when named.Name.StartsWith("inputs.", StringComparison.Ordinal) => Structured(
                provider,
                provider.InputTypes[named.Name["inputs.".Length..]]
            ),
            TypeExpression.Named { Name: "string" } when values is not null => new JsonObject { ["values"] = Names(values) },
            TypeExpression.Named { Name: "string" or "number" or "boolean" or "any" } named => named.Name,
            _ => "asset",
        };

    private static JsonObject Structured(Provider provider, StructuredType type) =>
        new() { ["properties"] = Properties(provider, type.Members), ["required"] = Names(type.Members.Where(m => !m.IsOptional).Select(m => m.Name)) };
}
