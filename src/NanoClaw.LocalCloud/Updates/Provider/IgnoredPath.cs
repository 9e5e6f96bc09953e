using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NanoClaw.LocalCloud.Updates.Provider;

/// <summary>A path of <c>ignoreChanges</c>, such as <c>name</c>, <c>rules[*].enabled</c> or <c>*</c>: what stood there stays.</summary>
internal static partial class IgnoredPath
{
    private const string Any = "*";

    public static void Restore(string path, JsonObject stood, JsonObject planned) =>
        Restore(Parts().Matches(path).Select(m => m.Groups["part"].Value).ToArray(), stood, planned);

    private static void Restore(ReadOnlySpan<string> parts, JsonNode? stood, JsonNode? planned)
    {
        if (parts is not [var first, .. var rest])
        {
            return;
        }

        foreach (var key in Keys(first, stood, planned))
        {
            if (rest.Length > 0)
            {
                Restore(rest, At(stood, key), At(planned, key));
            }
            else
            {
                Put(planned, key, At(stood, key));
            }
        }
    }

    private static string[] Keys(string part, JsonNode? stood, JsonNode? planned) =>
        (part, stood, planned) switch
        {
            (Any, JsonObject one, JsonObject other) => [.. one.Select(p => p.Key).Union(other.Select(p => p.Key), StringComparer.Ordinal)],
            (Any, JsonArray one, JsonArray other) =>
            [
                .. Enumerable.Range(0, Math.Min(one.Count, other.Count)).Select(i => i.ToString(CultureInfo.InvariantCulture)),
            ],
            _ => [part],
        };

    private static JsonNode? At(JsonNode? node, string key) =>
        node switch
        {
            JsonObject map => map[key],
            JsonArray list when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Count => list[i],
            _ => null,
        };

    private static void Put(JsonNode? node, string key, JsonNode? value)
    {
        switch (node)
        {
            case JsonObject map when value is null:
                map.Remove(key);
                break;
            case JsonObject map:
                map[key] = value.DeepClone();
                break;
            case JsonArray list when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Count:
                list[i] = value?.DeepClone();
                break;
        }
    }

    [GeneratedRegex("""\["?(?<part>[^\]"]*)"?\]|(?<part>[^.\[\]]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();
}
