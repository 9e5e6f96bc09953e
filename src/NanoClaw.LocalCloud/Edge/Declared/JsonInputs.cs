using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>Reads a resource's inputs: absent and null are the same, and a whole number may have come as a double.</summary>
internal static class JsonInputs
{
    public static string? Text(this JsonNode? node, string key) =>
        node?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static int? Whole(this JsonNode? node, string key) =>
        node?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? (int)double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            : null;

    public static bool? Flag(this JsonNode? node, string key) =>
        node?[key]?.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, string key) => (node?[key] as JsonArray)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> Texts(this JsonNode? node, string key) =>
        (node?[key] as JsonArray)?.OfType<JsonValue>().Where(v => v.GetValueKind() == JsonValueKind.String).Select(v => v.GetValue<string>()) ?? [];
}
