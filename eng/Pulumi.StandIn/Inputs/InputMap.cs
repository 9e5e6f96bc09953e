using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A map argument: of plain values, of outputs, or one output of a map.</summary>
public sealed class InputMap<TValue> : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
{
    private Output<ImmutableDictionary<string, Input<TValue>>> _entries;

    public InputMap()
        : this(Pulumi.Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty)) { }

    private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> entries)
        : base(Flatten(entries)) => _entries = entries;

    /// <summary>As <see cref="Add(string, Input{TValue})"/>: a key that is there with another value is an error when the map is read.</summary>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => Of(values);

    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => Of(values);

    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) => new(values.Apply(Wrap));

    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) => new(values.Apply(Wrap));

    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) => new(values.Apply(Wrap));

    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second) =>
        new(Pulumi.Output.Tuple(first._entries, second._entries).Apply(t => t.Item1.SetItems(t.Item2)));

    public void Add(string key, Input<TValue> value) =>
        Replace(_entries.Apply(entries => entries.SetItem(key, entries.TryGetValue(key, out var present) ? Same(key, present, value) : value)));

    public void Add(InputMap<TValue> values) => AddRange(values);

    public void AddRange(InputMap<TValue> values) => Replace(Pulumi.Output.Tuple(_entries, values._entries).Apply(t => t.Item1.AddRange(t.Item2)));

    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var entry in await Output.GetValueAsync(whenUnknown: ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    private protected override object ToSerialize() => _entries;

    private static Input<TValue> Same(string key, Input<TValue> present, Input<TValue> value) =>
        Pulumi
            .Output.Tuple(present, value)
            .Apply(t =>
                EqualityComparer<TValue>.Default.Equals(t.Item1, t.Item2)
                    ? t.Item1
                    : throw new ArgumentException($"Key '{key}' already exists in the map with a different value.", nameof(value))
            );

    private static InputMap<TValue> Of(IDictionary<string, TValue> values) => new(Pulumi.Output.Create(Wrap(values)));

    private static ImmutableDictionary<string, Input<TValue>> Wrap(IDictionary<string, TValue>? values) =>
        values?.ToImmutableDictionary(entry => entry.Key, entry => (Input<TValue>)entry.Value)!;

    private static Output<ImmutableDictionary<string, TValue>> Flatten(Output<ImmutableDictionary<string, Input<TValue>>> entries) =>
        entries.Apply(map =>
            map is null
                ? Pulumi.Output.Create(default(ImmutableDictionary<string, TValue>)!)
                : Pulumi
                    .Output.All(map.Select(entry => entry.Value.Apply(value => KeyValuePair.Create(entry.Key, value))))
                    .Apply(pairs => pairs.ToImmutableDictionary())
        );

    private void Replace(Output<ImmutableDictionary<string, Input<TValue>>> entries)
    {
        _entries = entries;
        Output = Flatten(entries);
    }
}
