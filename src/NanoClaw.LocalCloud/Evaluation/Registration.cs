using Pulumi;
using Pulumi.Utilities;

namespace NanoClaw.LocalCloud;

/// <summary>What the program says of one resource besides its inputs.</summary>
/// <param name="resource">The resource.</param>
/// <param name="options">How it is managed.</param>
/// <param name="locate">Finds the registration of another resource; null for the stack's.</param>
internal sealed class Registration(Resource resource, ResourceOptions options, Func<Resource?, Registration?> locate)
{
    private readonly Registration? _parent = locate(options.Parent);
    private readonly IReadOnlyList<Input<Alias>> _aliases = [.. options.Aliases];

    public string Type { get; } = resource.GetResourceType();

    public string Name { get; } = resource.GetResourceName();

    /// <summary>Null for a child of the stack.</summary>
    public Registration? Parent => _parent;

    /// <summary>What is not said is the parent's.</summary>
    public bool Protect { get; } = options.Protect ?? locate(options.Parent)?.Protect ?? false;

    public bool RetainOnDelete { get; } = options.RetainOnDelete ?? false;

    public bool DeleteBeforeReplace { get; } = (options as CustomResourceOptions)?.DeleteBeforeReplace ?? false;

    public IReadOnlyList<string> IgnoreChanges { get; } = [.. options.IgnoreChanges];

    public IReadOnlyList<string> ReplaceOnChanges { get; } = [.. options.ReplaceOnChanges];

    /// <summary>The types from the outermost component to this resource, as a URN has them.</summary>
    public string TypeChain => _parent is null ? Type : $"{_parent.TypeChain}${Type}";

    public bool Is(Resource other) => ReferenceEquals(resource, other);

    /// <summary>The name by which the engine keeps it.</summary>
    public ResourceUrn Urn(string stack) => new(stack, TypeChain, Name);

    /// <summary>The names it may be kept by from earlier, its own aliases and what its parent's make of it.</summary>
    public async Task<IReadOnlyList<ResourceUrn>> FormerUrnsAsync(string stack)
    {
        IReadOnlyList<ResourceUrn> parents = _parent is null ? [] : await _parent.FormerUrnsAsync(stack).ConfigureAwait(false);
        List<ResourceUrn> former = [];
        foreach (var input in _aliases)
        {
            var alias = await ValueAsync(input).ConfigureAwait(false);
            if (alias.Urn is { } urn)
            {
                former.Add(ResourceUrn.Parse(urn));
                continue;
            }

            var name = await TextAsync(alias.Name).ConfigureAwait(false) ?? Name;
            var type = await TextAsync(alias.Type).ConfigureAwait(false) ?? Type;
            var of = await TextAsync(alias.Stack).ConfigureAwait(false) ?? stack;
            former.AddRange(
                (await ParentChainsAsync(alias, parents).ConfigureAwait(false)).Select(chain => new ResourceUrn(
                    of,
                    chain is null ? type : $"{chain}${type}",
                    name
                ))
            );
        }

        // A child that is called after its parent was called after the parent's former name.
        former.AddRange(
            parents.Select(p => new ResourceUrn(
                p.Stack,
                $"{p.TypeChain}${Type}",
                Name.StartsWith(_parent!.Name, StringComparison.Ordinal) ? p.Name + Name[_parent.Name.Length..] : Name
            ))
        );
        return former;
    }

    private async Task<IEnumerable<string?>> ParentChainsAsync(Alias alias, IReadOnlyList<ResourceUrn> formerParents)
    {
        if (alias.NoParent)
        {
            return [null];
        }

        if (await TextAsync(alias.ParentUrn).ConfigureAwait(false) is { } urn)
        {
            return [ResourceUrn.Parse(urn).TypeChain];
        }

        return alias.Parent is { } named ? [locate(named)?.TypeChain] : [_parent?.TypeChain, .. formerParents.Select(p => p.TypeChain)];
    }

    private static Task<T> ValueAsync<T>(Input<T> input) => OutputUtilities.GetValueAsync((Output<T>)input);

    private static async Task<string?> TextAsync(Input<string>? input) => input is null ? null : await ValueAsync(input).ConfigureAwait(false);
}
