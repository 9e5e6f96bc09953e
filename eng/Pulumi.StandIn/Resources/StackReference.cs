using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The outputs of another stack.</summary>
public class StackReference : CustomResource
{
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            "pulumi:pulumi:StackReference",
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new CustomResourceOptions { Id = args?.Name ?? name })
        ) { }

    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>The output of that name, or null. Secret only if that output is.</summary>
    public Output<object?> GetOutput(Input<string> name) =>
        WithOwnSecrecy(name, Output.Tuple(name.ToOutput(), Outputs).Apply(t => (object?)t.Item2.GetValueOrDefault(t.Item1)));

    /// <summary>The output of that name.</summary>
    /// <exception cref="KeyNotFoundException">The stack has no such output; it surfaces when the output is read.</exception>
    public Output<object> RequireOutput(Input<string> name) =>
        WithOwnSecrecy(
            name,
            Output
                .Tuple(name.ToOutput(), Name, Outputs)
                .Apply(t =>
                    t.Item3.TryGetValue(t.Item1, out var value)
                        ? value
                        : throw new KeyNotFoundException($"Required output '{t.Item1}' does not exist on stack '{t.Item2}'.")
                )
        );

    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var data = await GetOutput(name).Data.ConfigureAwait(false);
        return data.IsSecret ? new StackReferenceOutputDetails { SecretValue = data.Value } : new StackReferenceOutputDetails { Value = data.Value };
    }

    private Output<T> WithOwnSecrecy<T>(Input<string> name, Output<T> value) =>
        value.With(async data =>
        {
            var asked = await name.ToOutput().Data.ConfigureAwait(false);
            var secrets = await SecretOutputNames.Data.ConfigureAwait(false);
            var isSecret = asked.IsKnown && secrets.IsKnown ? secrets.Value.Contains(asked.Value) : (await Outputs.Data.ConfigureAwait(false)).IsSecret;
            return data with { IsSecret = isSecret };
        });
}
