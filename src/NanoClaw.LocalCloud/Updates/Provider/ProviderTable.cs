namespace NanoClaw.LocalCloud.Updates.Provider;

/// <summary>
/// The resource types that the program uses, and how their providers treat them: read from the schemas (<c>RequiresReplace</c>,
/// <c>Computed</c>, <c>Default</c>) of the versions below, which the Pulumi packages bridge without an exception for any of these
/// types. A Pulumi package says nothing of it, so a raised version means reading them again.
/// </summary>
internal static class ProviderTable
{
    /// <summary>The package versions that were read.</summary>
    public static IReadOnlyDictionary<string, string> Versions { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // cloudflare/terraform-provider-cloudflare 5.19.1, bridged by pulumi-terraform-bridge 3.130.0.
            ["Pulumi.Cloudflare"] = "6.17.0",
            ["Pulumi.Command"] = "1.2.1",
            // hashicorp/terraform-provider-random 3.
            ["Pulumi.Random"] = "4.19.1",
        };

    private static readonly Dictionary<string, ResourceBehaviour> Behaviours = new ResourceBehaviour[]
    {
        AccessBehaviours.ServiceToken,
        AccessBehaviours.Policy,
        AccessBehaviours.Application,
        WorkerBehaviours.Script,
        WorkerBehaviours.Subdomain,
        WorkerBehaviours.CustomDomain,
        WorkerBehaviours.Route,
        ZoneBehaviours.Ruleset,
        ZoneBehaviours.ZoneSetting,
        StorageBehaviours.D1Database,
        StorageBehaviours.R2Bucket,
        StorageBehaviours.AiGateway,
        OtherBehaviours.NotificationPolicy,
        OtherBehaviours.Command,
        OtherBehaviours.RandomBytes,
        OtherBehaviours.StackReference,
    }.ToDictionary(b => b.Type, StringComparer.Ordinal);

    public static IReadOnlyCollection<ResourceBehaviour> All => Behaviours.Values;

    /// <summary>The behaviour of a type; null for a component.</summary>
    /// <exception cref="LocalCloudException">It is a provider's type that nobody has read.</exception>
    public static ResourceBehaviour? Find(string type) =>
        Behaviours.TryGetValue(type, out var behaviour) ? behaviour
        : type.StartsWith($"{StackConfiguration.Project}:", StringComparison.Ordinal) ? null
        : throw new LocalCloudException($"What a second update does to {type} is not known: it is not in {nameof(ProviderTable)}.");

    /// <summary>A stack as <c>pulumi refresh</c> leaves it: with what the API answers for all that was not declared.</summary>
    public static DeployedStack Refresh(DeployedStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        return stack with { Resources = [.. stack.Resources.Select(r => r with { State = Find(r.Type)?.Refresh(r.State) ?? r.State })] };
    }
}
