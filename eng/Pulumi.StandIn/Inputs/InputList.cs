using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list argument: of plain values, of outputs, or one output of a list.</summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    private Output<ImmutableArray<Input<T>>> _elements;

    public InputList()
        : this(Pulumi.Output.Create(ImmutableArray<Input<T>>.Empty)) { }

    private InputList(Output<ImmutableArray<Input<T>>> elements)
        : base(Flatten(elements)) => _elements = elements;

    public static implicit operator InputList<T>(T value) => Of([value]);

    public static implicit operator InputList<T>(Output<T> value) => Of([value]);

    public static implicit operator InputList<T>(Input<T> value) => Of([value]);

    public static implicit operator InputList<T>(T[] values) => Of(values.Select(v => (Input<T>)v));

    public static implicit operator InputList<T>(Output<T>[] values) => Of(values.Select(v => (Input<T>)v));

    public static implicit operator InputList<T>(Input<T>[] values) => Of(values);

    public static implicit operator InputList<T>(List<T> values) => Of(values.Select(v => (Input<T>)v));

    public static implicit operator InputList<T>(List<Output<T>> values) => Of(values.Select(v => (Input<T>)v));

    public static implicit operator InputList<T>(List<Input<T>> values) => Of(values);

    public static implicit operator InputList<T>(ImmutableArray<T> values) => new(Pulumi.Output.Create(Wrap(values)));

    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) =>
        values.IsDefault ? new(Pulumi.Output.Create(default(ImmutableArray<Input<T>>))) : Of(values.Select(v => (Input<T>)v));

    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => new(Pulumi.Output.Create(values));

    public static implicit operator InputList<T>(Output<T[]> values) => values.Apply(v => ImmutableArray.CreateRange(v));

    public static implicit operator InputList<T>(Output<List<T>> values) => values.Apply(v => ImmutableArray.CreateRange(v));

    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => values.Apply(v => ImmutableArray.CreateRange(v));

    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => new(values.Apply(Wrap));

    public void Add(params Input<T>[] inputs) => AddRange(inputs);

    public void Add(InputList<T> inputs) => AddRange(inputs);

    public void AddRange(InputList<T> inputs)
    {
        _elements = Concat(inputs)._elements;
        Output = Flatten(_elements);
    }

    public InputList<T> Concat(InputList<T> other) => new(Pulumi.Output.Tuple(_elements, other._elements).Apply(t => t.Item1.AddRange(t.Item2)));

    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var value in await Output.GetValueAsync(whenUnknown: []).ConfigureAwait(false))
        {
            yield return value;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    private protected override object ToSerialize() => _elements;

    private static InputList<T> Of(IEnumerable<Input<T>> values) => new(Pulumi.Output.Create(values.ToImmutableArray()));

    private static ImmutableArray<Input<T>> Wrap(ImmutableArray<T> values) => values.IsDefault ? default : [.. values.Select(v => (Input<T>)v)];

    private static Output<ImmutableArray<T>> Flatten(Output<ImmutableArray<Input<T>>> elements) =>
        elements.Apply(values => values.IsDefault ? Pulumi.Output.Create(default(ImmutableArray<T>)) : Pulumi.Output.All(values.AsEnumerable()));
}
