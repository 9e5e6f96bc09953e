using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A serialised value that is secret.</summary>
internal sealed record Secret(object? Value)
{
    public override string ToString() => "[secret]";
}

/// <summary>A serialised value that isn't known yet.</summary>
internal sealed record Unknown
{
    public static readonly Unknown Value = new();
}

/// <summary>
/// Serialised properties: null, bool, double, string, lists, objects, assets and resources, with <see cref="Secret"/> and
/// <see cref="Unknown"/> anywhere between.
/// </summary>
internal static class PropertyValue
{
    /// <summary>Takes the marks out: the whole is unknown if any part is, and secret if any part is.</summary>
    public static OutputData<object?> Read(object? property)
    {
        switch (property)
        {
            case Unknown:
                return new OutputData<object?>([], Value: null, IsKnown: false, IsSecret: false);
            case Secret secret:
                return Read(secret.Value) with { IsSecret = true };
            case ImmutableArray<object?> list:
                var elements = list.Select(Read).ToList();
                return Whole(elements, elements.Select(e => e.Value).ToImmutableArray());
            case ImmutableDictionary<string, object?> map:
                // The engine's own notes begin with two underscores; no program sees them.
                var entries = map.Where(e => !e.Key.StartsWith("__", StringComparison.Ordinal)).Select(e => (e.Key, Data: Read(e.Value))).ToList();
                return Whole(entries.Select(e => e.Data), entries.ToImmutableDictionary(e => e.Key, e => e.Data.Value));
            default:
                return OutputData<object?>.Known(property);
        }
    }

    private static OutputData<object?> Whole(IEnumerable<OutputData<object?>> parts, object value)
    {
        var (isKnown, isSecret) = (true, false);
        foreach (var part in parts)
        {
            isKnown &= part.IsKnown;
            isSecret |= part.IsSecret;
        }

        return new OutputData<object?>([], value, isKnown, isSecret);
    }
}
