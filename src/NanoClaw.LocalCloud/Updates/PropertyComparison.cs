using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>What differs between two values. In a list, elements with a name or a reference of their own are known by it, others by their place.</summary>
internal static class PropertyComparison
{
    private static readonly string[] Identities = ["name", "ref"];

    public static IReadOnlyList<PropertyChange> Of(JsonObject before, JsonObject after) => [.. Compare("", before, after)];

    private static IEnumerable<PropertyChange> Compare(string path, JsonNode? before, JsonNode? after) =>
        (before, after) switch
        {
            (JsonObject one, JsonObject other) => Objects(path, one, other),
            (JsonArray one, JsonArray other) => Lists(path, one, other),
            _ => AreEqual(before, after) ? [] : [new PropertyChange(path, before?.DeepClone(), after?.DeepClone())],
        };

    private static IEnumerable<PropertyChange> Objects(string path, JsonObject before, JsonObject after)
    {
        var keys = before.Select(p => p.Key).Union(after.Select(p => p.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return keys.SelectMany(key => Compare(path.Length == 0 ? key : $"{path}.{key}", before[key], after[key]));
    }

    private static IEnumerable<PropertyChange> Lists(string path, JsonArray before, JsonArray after)
    {
        if (Identity(before, after) is not { } identity)
        {
            return Unnamed(path, before, after);
        }

        var (was, will) = (Named(before, identity), Named(after, identity));
        var changes = will
            .Keys.Concat(was.Keys.Except(will.Keys, StringComparer.Ordinal))
            .SelectMany(name => Compare($"{path}[{name}]", was.GetValueOrDefault(name), will.GetValueOrDefault(name)));

        var kept = will.Keys.Where(was.ContainsKey).ToArray();
        return kept.SequenceEqual(was.Keys.Where(will.ContainsKey), StringComparer.Ordinal)
            ? changes
            : changes.Append(Reordered(path, Order(was), Order(will)));
    }

    // Elements that are in both are unchanged wherever they stand; of the others, the first is compared with the first.
    private static IEnumerable<PropertyChange> Unnamed(string path, JsonArray before, JsonArray after)
    {
        List<(int Index, JsonNode? Value)> gone = [.. before.Index()];
        List<(int Index, JsonNode? Value)> come = [];
        List<int> places = [];
        foreach (var (index, value) in after.Index())
        {
            if (gone.FindIndex(g => AreAlike(g.Value, value)) is >= 0 and var found)
            {
                places.Add(gone[found].Index);
                gone.RemoveAt(found);
            }
            else
            {
                come.Add((index, value));
            }
        }

        for (var i = 0; i < Math.Max(gone.Count, come.Count); i++)
        {
            var (was, will) = (gone.ElementAtOrDefault(i), come.ElementAtOrDefault(i));
            foreach (var change in Compare($"{path}[{(i < come.Count ? will.Index : was.Index)}]", was.Value, will.Value))
            {
                yield return change;
            }
        }

        if (!places.SequenceEqual(places.Order()))
        {
            yield return Reordered(path, before, after);
        }
    }

    private static bool AreAlike(JsonNode? before, JsonNode? after) => !Compare("", before, after).Any();

    // The order matters as well: rules are asked one after the other.
    private static PropertyChange Reordered(string path, JsonArray before, JsonArray after) => new($"{path} (order)", before.DeepClone(), after.DeepClone());

    private static JsonArray Order(OrderedDictionary<string, JsonObject> elements) => new([.. elements.Keys.Select(k => (JsonNode)k)]);

    private static string? Identity(JsonArray before, JsonArray after) =>
        Identities.FirstOrDefault(key => IsNamed(before, key) && IsNamed(after, key) && before.Count + after.Count > 0);

    private static bool IsNamed(JsonArray list, string key)
    {
        var names = list.Select(e => (e as JsonObject)?[key] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null).ToArray();
        return names.All(n => n is not null) && names.Distinct(StringComparer.Ordinal).Count() == names.Length;
    }

    private static OrderedDictionary<string, JsonObject> Named(JsonArray list, string key)
    {
        var named = new OrderedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var element in list.OfType<JsonObject>())
        {
            named.Add(element[key]!.GetValue<string>(), element);
        }

        return named;
    }

    private static bool AreEqual(JsonNode? before, JsonNode? after)
    {
        if (before is null || after is null)
        {
            return before is null && after is null;
        }

        return (before.GetValueKind(), after.GetValueKind()) switch
        {
            (JsonValueKind.String, JsonValueKind.String) => KeptValues.MayBeEqual(before.GetValue<string>(), after.GetValue<string>()),
            (JsonValueKind.Number, JsonValueKind.Number) => Number(before) == Number(after),
            _ => JsonNode.DeepEquals(before, after),
        };
    }

    private static decimal Number(JsonNode node) =>
        decimal.Parse(node.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
}
