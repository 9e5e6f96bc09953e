using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Pulumi.Schema;

/// <summary>What the providers' npm declarations say of their resources; for tests, since mocks accept anything.</summary>
public static class ProviderSchema
{
    private static readonly Lazy<JsonObject> Resources = new(Read);

    /// <summary>Whether the declarations have the resource.</summary>
    /// <param name="token">Its type token, such as <c>cloudflare:index/ruleset:Ruleset</c>.</param>
    public static bool Has(string token) => Resources.Value.ContainsKey(token);

    /// <summary>The outputs that the provider marks as secret.</summary>
    /// <exception cref="KeyNotFoundException">The declarations have no such resource.</exception>
    public static IReadOnlyList<string> SecretOutputs(string token) => Names(Find(token), "secretOutputs");

    /// <summary>
    /// What is wrong with a resource's inputs as mocks receive them: unknown names, missing ones, other types, and strings that
    /// are not among the documented values. Each problem begins with its path. Empty if all is well.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The declarations have no such resource.</exception>
    public static IReadOnlyList<string> Problems(string token, IReadOnlyDictionary<string, object> inputs)
    {
        var resource = Find(token);
        return [.. ProblemsOfObject("", resource["inputs"]!.AsObject(), Names(resource, "required"), inputs.Select(i => (i.Key, (object?)i.Value)))];
    }

    private static IEnumerable<string> ProblemsOfObject(
        string path,
        JsonObject shapes,
        IReadOnlyList<string> required,
        IEnumerable<(string Name, object? Value)> properties
    )
    {
        var given = properties.ToList();
        foreach (var missing in required.Except(given.Select(p => p.Name)))
        {
            yield return $"{path}{missing}: required, and missing";
        }

        foreach (var (name, value) in given)
        {
            if (shapes[name] is not { } shape)
            {
                yield return $"{path}{name}: no such property; there are {string.Join(", ", shapes.Select(s => s.Key))}";
                continue;
            }

            foreach (var problem in ProblemsOfValue(path + name, shape, value))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> ProblemsOfValue(string path, JsonNode shape, object? value) =>
        (shape, value) switch
        {
            (_, null) => [],
            (JsonObject o, IDictionary map) when o["properties"] is JsonObject properties => ProblemsOfObject(
                path + ".",
                properties,
                Names(o, "required"),
                Entries(map)
            ),
            (JsonObject o, IDictionary map) when o["map"] is { } element => Entries(map).SelectMany(e => ProblemsOfValue($"{path}.{e.Name}", element, e.Value)),
            (JsonObject o, IList list) when o["list"] is { } element => list.Cast<object?>().SelectMany((e, i) => ProblemsOfValue($"{path}[{i}]", element, e)),
            (JsonObject o, string text) when o["values"] is JsonArray => Names(o, "values").Contains(text)
                ? []
                : [$"{path}: '{text}' is none of {string.Join(", ", Names(o, "values"))}"],
            (JsonValue v, _) when Accepts(v.GetValue<string>(), value) => [],
            _ => [$"{path}: a {value.GetType().Name} where the declaration says {shape.ToJsonString()}"],
        };

    private static bool Accepts(string type, object value) =>
        type switch
        {
            "string" => value is string,
            "number" => value is double or int,
            "boolean" => value is bool,
            _ => true,
        };

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary map) => map.Keys.Cast<string>().Select(key => (key, map[key]));

    private static ImmutableArray<string> Names(JsonObject parent, string property) => [.. parent[property]!.AsArray().Select(n => n!.GetValue<string>())];

    private static JsonObject Find(string token) =>
        Resources.Value[token] as JsonObject
        ?? throw new KeyNotFoundException($"The declarations have no resource '{token}'; see eng/Pulumi.StandIn.Providers/package.json for their versions.");

    private static JsonObject Read()
    {
        using var stream = typeof(ProviderSchema).Assembly.GetManifestResourceStream("provider-schema.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
