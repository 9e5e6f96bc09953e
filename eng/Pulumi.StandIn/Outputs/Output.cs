using System.Collections.Immutable;
using System.Globalization;

namespace Pulumi;

/// <summary>Makes and combines outputs.</summary>
public static partial class Output
{
    public static Output<T> Create<T>(T value) => Create(Task.FromResult(value));

    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    public static Output<T> CreateSecret<T>(T value) => CreateSecret(Task.FromResult(value));

    public static Output<T> CreateSecret<T>(Task<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Output<T>.FromTask(value, isSecret: true);
    }

    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.With(data => data with { IsSecret = true });
    }

    public static Output<T> Unsecret<T>(Output<T> output) => output.With(data => data with { IsSecret = false });

    public static async Task<bool> IsSecretAsync<T>(Output<T> output) => (await output.Data.ConfigureAwait(false)).IsSecret;

    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All(inputs.AsEnumerable());

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => Gather([.. inputs.Select(i => (Output<T>)i)]);

    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) => Gather([.. outputs]);

    /// <summary>An interpolated string whose holes may be outputs, formatted with the invariant culture.</summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        var holes = formattableString.GetArguments().Select(AsObject);
        return All(holes).Apply(values => string.Format(CultureInfo.InvariantCulture, formattableString.Format, [.. values]));
    }

    internal static Output<object?> AsObject(object? value)
    {
        var output = value is IInput input ? input.ToOutput() : value as IOutput;
        return output is null ? Create(value) : new Output<object?>(output.GetDataAsync());
    }

    private static Output<ImmutableArray<T>> Gather<T>(ImmutableArray<Output<T>> outputs)
    {
        return new Output<ImmutableArray<T>>(GatherAsync());

        async Task<OutputData<ImmutableArray<T>>> GatherAsync()
        {
            var all = new List<OutputData<T>>(outputs.Length);
            foreach (var output in outputs)
            {
                all.Add(await output.Data.ConfigureAwait(false));
            }

            return new OutputData<ImmutableArray<T>>(
                [.. all.SelectMany(d => d.Resources)],
                [.. all.Select(d => d.Value)],
                all.All(d => d.IsKnown),
                all.Any(d => d.IsSecret)
            );
        }
    }
}
