namespace NanoClaw.LocalCloud.Updates;

/// <summary>What an update does to one resource, and why.</summary>
public sealed record UpdateStep
{
    public required UpdateKind Kind { get; init; }

    /// <summary>What stood; null for a new resource.</summary>
    public DeployedResource? Before { get; init; }

    /// <summary>What will stand; null for one that is deleted.</summary>
    public DeployedResource? After { get; init; }

    public IReadOnlyList<PropertyChange> Changes { get; init; } = [];

    /// <summary>The resource, as it will be or else as it was.</summary>
    public DeployedResource Resource => After ?? Before!;

    /// <summary>Whether what stood goes away, in the account as well.</summary>
    public bool Removes => Kind is UpdateKind.Delete or UpdateKind.Replace && Before is { RetainOnDelete: false };
}
