using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>One resource that stands. No secret is in it.</summary>
public sealed record DeployedResource
{
    /// <summary>The name by which Pulumi keeps it.</summary>
    public required string Urn { get; init; }

    public required string Type { get; init; }

    public required string Name { get; init; }

    /// <summary>Logical name of the parent; null for a child of the stack.</summary>
    public string? Parent { get; init; }

    /// <summary>What the provider keeps of it: what was declared, and what the provider or the API put in for the rest.</summary>
    public required JsonObject State { get; init; }

    /// <summary>What its ids and secrets are made from; it stays until the resource is replaced, under another name too.</summary>
    public required string Identity { get; init; }

    public bool Protect { get; init; }

    public bool RetainOnDelete { get; init; }

    /// <summary>Whether the old one goes before the new one is made.</summary>
    public bool DeleteBeforeReplace { get; init; }
}
