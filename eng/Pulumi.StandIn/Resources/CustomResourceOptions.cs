using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>The options of a provider's resource.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs to treat as secret, by the provider's names.</summary>
    [field: AllowNull]
    public List<string> AdditionalSecretOutputs
    {
        get => field ??= [];
        set;
    }

    /// <summary>The identity of an existing object to adopt.</summary>
    public string? ImportId { get; set; }

    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = new CustomResourceOptions();
        foreach (var options in new[] { options1, options2 }.OfType<CustomResourceOptions>())
        {
            merged.MergeShared(options);
            merged.DeleteBeforeReplace = options.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
            merged.ImportId = options.ImportId ?? merged.ImportId;
            merged.AdditionalSecretOutputs.AddRange(options.AdditionalSecretOutputs);
        }

        return merged;
    }

    internal override ResourceOptions Clone() => Merge(this, null);
}
