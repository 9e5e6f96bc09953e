using System.Collections.Immutable;
using System.Text.Json;

namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>The inputs of a resource, or of a part of one, as a provider would get them.</summary>
internal sealed record Declared(string Name, ImmutableDictionary<string, object> Inputs)
{
    public string Text(string key) =>
        Inputs.TryGetValue(key, out var value) ? Assert.IsType<string>(value) : throw new KeyNotFoundException($"{Name} has no {key}.");

    public double Number(string key) => Assert.IsType<double>(Inputs[key]);

    public bool Flag(string key) => Assert.IsType<bool>(Inputs[key]);

    public bool Has(string key) => Inputs.ContainsKey(key);

    public Declared Part(string key) => new($"{Name}.{key}", Assert.IsAssignableFrom<ImmutableDictionary<string, object>>(Inputs[key]));

    public IReadOnlyList<Declared> List(string key) =>
        [.. Elements(key).Select((e, i) => new Declared($"{Name}.{key}[{i}]", Assert.IsAssignableFrom<ImmutableDictionary<string, object>>(e)))];

    public IReadOnlyList<string> Texts(string key) => [.. Elements(key).Cast<string>()];

    /// <summary>Everything, in one order: equal text means equal inputs.</summary>
    public string Canonical() => JsonSerializer.Serialize(Sort(Inputs));

    private ImmutableArray<object> Elements(string key) => Inputs.TryGetValue(key, out var value) ? Assert.IsType<ImmutableArray<object>>(value) : [];

    private static object Sort(object value) =>
        value switch
        {
            ImmutableDictionary<string, object> map => new SortedDictionary<string, object>(
                map.ToDictionary(e => e.Key, e => Sort(e.Value)),
                StringComparer.Ordinal
            ),
            ImmutableArray<object> list => list.Select(Sort).ToList(),
            _ => value,
        };
}
