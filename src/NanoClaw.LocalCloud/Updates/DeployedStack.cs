using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates.Provider;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>What stands after an update: the resources, one that needs another after it, and the outputs. No secret is in it.</summary>
public sealed record DeployedStack
{
    public required string Name { get; init; }

    /// <summary>How many updates it took. What an update makes anew differs from all that was before.</summary>
    public int Updates { get; init; }

    public required IReadOnlyList<DeployedResource> Resources { get; init; }

    public required JsonObject Outputs { get; init; }

    /// <summary>The last Durable Object migration of each Worker.</summary>
    public IReadOnlyDictionary<string, string> MigrationTags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A stack of which nothing stands.</summary>
    public static DeployedStack Nothing(string name) =>
        new()
        {
            Name = name,
            Resources = [],
            Outputs = [],
        };

    /// <summary>The stack as <c>pulumi refresh</c> leaves it: with what the API answers for all that was not declared.</summary>
    public DeployedStack Refreshed() => ProviderTable.Refresh(this);

    /// <summary>The resources of one provider type.</summary>
    public IEnumerable<DeployedResource> OfType(string type) => Resources.Where(r => r.Type == type);
}
