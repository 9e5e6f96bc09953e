using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>Takes secrets out of what is shown: the values known to be secret, wherever they are, and all that a secret binding holds.</summary>
internal sealed class SecretMask(IReadOnlySet<string> secrets)
{
    // A Worker's text would bury the plan; its hash is in the annotations.
    private const int LongestShown = 4096;

    /// <summary>A resource's inputs as they may be shown.</summary>
    public JsonObject Inputs(DeclaredResource resource)
    {
        var inputs = (JsonObject)Apply(resource.Inputs)!;
        foreach (var binding in (inputs["bindings"] as JsonArray ?? []).OfType<JsonObject>().Where(b => b["type"]?.ToString() == "secret_text"))
        {
            binding["text"] = StackPlan.Secret;
        }

        return inputs;
    }

    public JsonNode? Apply(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Apply(p.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Apply)]),
            _ => node.GetValueKind() == JsonValueKind.String ? Show(node.GetValue<string>()) : node.DeepClone(),
        };

    private string Show(string value) =>
        secrets.Any(secret => value.Contains(secret, StringComparison.Ordinal)) ? StackPlan.Secret
        : value.Length > LongestShown ? $"[{value.Length} characters]"
        : value;
}
