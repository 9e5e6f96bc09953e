using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>How a resource is managed, apart from its arguments.</summary>
public abstract class ResourceOptions
{
    public Input<string>? Id { get; set; }

    public Resource? Parent { get; set; }

    [field: AllowNull]
    public InputList<Resource> DependsOn
    {
        get => field ??= [];
        set;
    }

    public bool? Protect { get; set; }

    [field: AllowNull]
    public List<string> IgnoreChanges
    {
        get => field ??= [];
        set;
    }

    public string? Version { get; set; }

    public ProviderResource? Provider { get; set; }

    public CustomTimeouts? CustomTimeouts { get; set; }

    [field: AllowNull]
    public List<ResourceTransformation> ResourceTransformations
    {
        get => field ??= [];
        set;
    }

    public List<Input<Alias>> Aliases { get; set; } = [];

    public string? Urn { get; set; }

    [field: AllowNull]
    public List<string> ReplaceOnChanges
    {
        get => field ??= [];
        set;
    }

    public string? PluginDownloadURL { get; set; }

    public bool? RetainOnDelete { get; set; }

    public Resource? DeletedWith { get; set; }

    [field: AllowNull]
    public InputList<Resource> ReplaceWith
    {
        get => field ??= [];
        set;
    }

    internal abstract ResourceOptions Clone();

    /// <summary>Takes over what <paramref name="other"/> sets; lists are appended.</summary>
    private protected void MergeShared(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Version = other.Version ?? Version;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts ?? CustomTimeouts;
        Urn = other.Urn ?? Urn;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        DependsOn = DependsOn.Concat(other.DependsOn);
        ReplaceWith = ReplaceWith.Concat(other.ReplaceWith);
        IgnoreChanges = [.. IgnoreChanges, .. other.IgnoreChanges];
        ResourceTransformations = [.. ResourceTransformations, .. other.ResourceTransformations];
        Aliases = [.. Aliases, .. other.Aliases];
        ReplaceOnChanges = [.. ReplaceOnChanges, .. other.ReplaceOnChanges];
    }
}
