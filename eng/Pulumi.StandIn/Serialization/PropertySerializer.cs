using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pulumi;

/// <summary>Turns arguments into serialised properties, and notes the resources they came from.</summary>
internal sealed class PropertySerializer
{
    public HashSet<Resource> Resources { get; } = [];

    public static Output<string> ToJson(object value)
    {
        return Output.AsObject(value).Apply(Serialize);

        static async Task<string> Serialize(object? value) =>
            JsonSerializer.Serialize(PropertyValue.Read(await new PropertySerializer().SerializeAsync("json", value).ConfigureAwait(false)).Value);
    }

    public async Task<object?> SerializeAsync(string context, object? value)
    {
        switch (value)
        {
            case null or ValueTuple:
                return null;
            case bool or double or string or AssetOrArchive:
                return value;
            case int number:
                return (double)number;
            case Enum number when number.GetTypeCode() == TypeCode.Int32:
                return (double)(int)value;
            case InputArgs args:
                return await SerializeMapAsync(context, args.ToDictionary()).ConfigureAwait(false);
            case Task:
                throw new InvalidOperationException($"Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:\n\t{context}");
            case IInput input:
                return await SerializeAsync(context, input.ToSerialize()).ConfigureAwait(false);
            case JsonElement json:
                return FromJson(json);
            case IOutput output:
                return await SerializeOutputAsync(context, output).ConfigureAwait(false);
            case Resource resource:
                Resources.Add(resource);
                await resource.Urn.Data.ConfigureAwait(false);
                return resource;
            case IDictionary map:
                return await SerializeMapAsync(context, map).ConfigureAwait(false);
            case IList list:
                return await SerializeListAsync(context, list).ConfigureAwait(false);
            default:
                return await SerializeMarkedAsync(context, value).ConfigureAwait(false);
        }
    }

    private static object? FromJson(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => json.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Array => json.EnumerateArray().Select(FromJson).ToImmutableArray(),
            JsonValueKind.Object => json.EnumerateObject().ToImmutableDictionary(p => p.Name, p => FromJson(p.Value)),
            _ => null,
        };

    private async Task<object?> SerializeOutputAsync(string context, IOutput output)
    {
        var data = await output.GetDataAsync().ConfigureAwait(false);
        Resources.UnionWith(data.Resources);
        if (!data.IsKnown)
        {
            return Unknown.Value;
        }

        var value = await SerializeAsync(context, data.Value).ConfigureAwait(false);
        return data.IsSecret ? new Secret(value) : value;
    }

    private async Task<object> SerializeMapAsync(string context, IDictionary map)
    {
        var entries = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Key is not string key)
            {
                throw new InvalidOperationException($"Dictionaries are only supported with string keys:\n\t{context}");
            }

            // As in JSON, an entry without a value is no entry.
            if (await SerializeAsync($"{context}.{key}", entry.Value).ConfigureAwait(false) is { } value)
            {
                entries.Add(key, value);
            }
        }

        return entries.ToImmutable();
    }

    private async Task<object> SerializeListAsync(string context, IList list)
    {
        var elements = ImmutableArray.CreateBuilder<object?>();
        if (!IsDefaultArray(list))
        {
            for (var i = 0; i < list.Count; i++)
            {
                elements.Add(await SerializeAsync($"{context}[{i}]", list[i]).ConfigureAwait(false));
            }
        }

        return elements.ToImmutable();
    }

    // default(ImmutableArray<T>) throws on everything, its count included.
    private static bool IsDefaultArray(IList list) =>
        list.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && (bool)type.GetProperty(nameof(ImmutableArray<int>.IsDefault))!.GetValue(list)!;

    private async Task<object?> SerializeMarkedAsync(string context, object value)
    {
        var type = value.GetType();
        if (type.IsValueType && type.GetCustomAttribute<EnumTypeAttribute>() is not null)
        {
            return type.GetMethod("op_Explicit", [type])!.Invoke(null, [value]);
        }

        if (type.GetCustomAttribute<OutputTypeAttribute>() is null)
        {
            throw new InvalidOperationException($"{type.FullName} is not a supported argument type.\n\t{context}");
        }

        var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Where(f => f.IsInitOnly)
            .ToDictionary(f => char.ToLowerInvariant(f.Name[0]) + f.Name[1..], f => f.GetValue(value));
        return await SerializeMapAsync(context, fields).ConfigureAwait(false);
    }
}
