namespace Pulumi;

/// <summary>An object that a provider manages.</summary>
public class CustomResource : Resource
{
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions()) { }

    public CustomResource(
        string type,
        string name,
        ResourceArgs? args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null
    )
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions()) { }

    /// <summary>The provider's identity of the object; unknown in a preview until it exists.</summary>
    [Output("id")]
    public Output<string> Id { get; private protected set; } = null!;
}
