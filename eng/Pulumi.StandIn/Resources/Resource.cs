using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Something declared: a provider's object, a component, or the stack itself.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly bool? _protect;
    private readonly ImmutableArray<ResourceTransformation> _transformations;
    private readonly ImmutableDictionary<string, ProviderResource> _providers = ImmutableDictionary<string, ProviderResource>.Empty;
    private readonly List<Resource> _children = [];

    private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _type = type;
        _name = name;
        Completion = ResourceOutputs.Attach(this);

        var deployment = DeploymentContext.Required;
        var parent = type == Stack.TypeName ? null : options.Parent ?? deployment.Stack;
        _transformations = [.. options.ResourceTransformations, .. parent?._transformations ?? []];
        (args, options) = Transform(args, options);
        options = options.Clone();

        var component = options as ComponentResourceOptions;
        if (options.Provider is not null && component?.Providers.Count > 0)
        {
            throw new ResourceException("Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);
        }

        if (options.Parent is { } declaredParent)
        {
            declaredParent.Adopt(this);
            options.Protect ??= declaredParent._protect;
            _providers = declaredParent._providers;
        }

        if (custom)
        {
            options.Provider ??= options.Parent?.FindProvider(type);
        }

        if (!custom || (options.Provider is not null && type.Split(':').Length == 3))
        {
            IEnumerable<ProviderResource> own = options.Provider is { } one ? [one] : component?.Providers ?? [];
            _providers = _providers.SetItems(own.Select(p => KeyValuePair.Create(custom ? type.Split(':')[0] : p.Package, p)));
        }

        _protect = options.Protect;
        deployment.Tasks.Add(deployment.Registrar.CompleteAsync(this, args, options));
    }

    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    internal ResourceOutputs Completion { get; }

    public string GetResourceType() => _type;

    public string GetResourceName() => _name;

    internal IReadOnlyList<Resource> Children()
    {
        lock (_children)
        {
            return [.. _children];
        }
    }

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
            {
                continue;
            }

            if (result.Options.Parent != options.Parent)
            {
                // The parent decided which transformations apply, so it can't change any more.
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.", nameof(options));
            }

            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private void Adopt(Resource child)
    {
        lock (_children)
        {
            _children.Add(child);
        }
    }

    private ProviderResource? FindProvider(string type) => type.Split(':') is [var package, _, _] ? _providers.GetValueOrDefault(package) : null;
}
