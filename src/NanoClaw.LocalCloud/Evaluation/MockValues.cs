using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>Values between Pulumi's mocks and JSON. Objects are ordered by key, since the mocks have them in none.</summary>
internal static class MockValues
{
    public static JsonObject ToJson(IReadOnlyDictionary<string, object> values) =>
        new(values.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, ToJson(p.Value))));

    public static JsonNode? ToJson(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            bool flag => flag,
            double number => number,
            int number => (double)number,
            ImmutableDictionary<string, object> map => ToJson((IReadOnlyDictionary<string, object>)map),
            JsonElement element => JsonNode.Parse(element.GetRawText()),
            System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
            _ => throw new InvalidOperationException($"A mock handed over a {value.GetType()}."),
        };

    public static object? FromJson(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonObject map => map.Where(p => p.Value is not null).ToImmutableDictionary(p => p.Key, p => FromJson(p.Value)!),
            JsonArray list => list.Select(FromJson).ToImmutableArray(),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.String => node.GetValue<string>(),
                JsonValueKind.Number => node.GetValue<double>(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            },
        };
}
