namespace Pulumi;

/// <summary>A configured provider.</summary>
public class ProviderResource : CustomResource
{
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base($"pulumi:providers:{package}", name, args, options) => Package = package;

    public ProviderResource(
        string package,
        string name,
        ResourceArgs args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null
    )
        : base($"pulumi:providers:{package}", name, args, options) => Package = package;

    internal string Package { get; }

    internal async Task<string> ReferenceAsync()
    {
        var urn = await Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var id = await Id.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        return $"{urn}::{(id is "" ? UnknownId : id)}";
    }

    // The engine's own mark of a value that isn't known yet.
    private const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
}
