using System.Collections.Immutable;
using System.Text.Json;

namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>The providers' own declarations, as the stand-in's generator reads them from the official npm packages.</summary>
internal sealed class ProviderSchema(JsonElement resources)
{
    /// <summary>Null where the stand-in was not built; with the official packages the compiler has checked the names.</summary>
    public static ProviderSchema? Find()
    {
        var folder = Repository.PathTo("eng/Pulumi.StandIn.Providers/obj");
        var file = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "provider-schema.json", SearchOption.AllDirectories).FirstOrDefault() : null;
        return file is null ? null : new(JsonDocument.Parse(File.ReadAllText(file)).RootElement);
    }

    /// <summary>What the declarations do not allow in a resource's inputs.</summary>
    public IEnumerable<string> Violations(string type, Declared declared)
    {
        if (!resources.TryGetProperty(type, out var resource))
        {
            return [$"{type} is not declared"];
        }

        var required = resource.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(n => n.GetString()!).Where(n => !declared.Has(n)).Select(n => $"{declared.Name} lacks {n}")
            : [];
        return required.Concat(OfProperties(resource.GetProperty("inputs"), declared.Inputs, declared.Name));
    }

    private static IEnumerable<string> OfProperties(JsonElement properties, ImmutableDictionary<string, object> values, string path) =>
        values.SelectMany(value =>
            properties.TryGetProperty(value.Key, out var schema) ? OfValue(schema, value.Value, $"{path}.{value.Key}") : [$"{path}.{value.Key} is not declared"]
        );

    private static IEnumerable<string> OfValue(JsonElement schema, object value, string path)
    {
        if (schema.ValueKind == JsonValueKind.String)
        {
            return schema.GetString() switch
            {
                "string" => value is string ? [] : [$"{path} is no string"],
                "number" => value is double ? [] : [$"{path} is no number"],
                "boolean" => value is bool ? [] : [$"{path} is no boolean"],
                _ => [],
            };
        }

        if (schema.TryGetProperty("values", out var allowed))
        {
            return allowed.EnumerateArray().Any(a => a.GetString() == value as string) ? [] : [$"{path} = {value} is not one of {allowed}"];
        }

        if (schema.TryGetProperty("list", out var element))
        {
            return value is ImmutableArray<object> list ? list.SelectMany((item, i) => OfValue(element, item, $"{path}[{i}]")) : [$"{path} is no list"];
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            return value is ImmutableDictionary<string, object> map
                ? schema
                    .GetProperty("required")
                    .EnumerateArray()
                    .Select(n => n.GetString()!)
                    .Where(n => !map.ContainsKey(n))
                    .Select(n => $"{path} lacks {n}")
                    .Concat(OfProperties(properties, map, path))
                : [$"{path} is no object"];
        }

        return [];
    }
}
