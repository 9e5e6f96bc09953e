namespace Pulumi.StandIn.Generator;

/// <summary>An npm package of a provider, and the C# namespace its NuGet package uses.</summary>
internal sealed record ProviderPackage(string Npm, string Name, string Namespace)
{
    public static readonly IReadOnlyList<ProviderPackage> All =
    [
        new("@pulumi/cloudflare", "cloudflare", "Pulumi.Cloudflare"),
        new("@pulumi/command", "command", "Pulumi.Command"),
        new("@pulumi/random", "random", "Pulumi.Random"),
    ];
}
