using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>The options of a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    /// <summary>The providers its children take, one a package.</summary>
    [field: AllowNull]
    public List<ProviderResource> Providers
    {
        get => field ??= [];
        set;
    }

    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = new ComponentResourceOptions();
        foreach (var options in new[] { options1, options2 }.OfType<ComponentResourceOptions>())
        {
            merged.MergeShared(options);
            merged.Providers = [.. merged.Providers.Where(p => options.Providers.TrueForAll(o => o.Package != p.Package)), .. options.Providers];
        }

        return merged;
    }

    internal override ResourceOptions Clone() => Merge(this, null);
}
