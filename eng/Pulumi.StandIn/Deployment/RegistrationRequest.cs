using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A resource on its way to the monitor; inputs may hold <see cref="Secret"/> and <see cref="Unknown"/> values.</summary>
internal sealed record RegistrationRequest(
    string Type,
    string Name,
    ImmutableDictionary<string, object?> Inputs,
    string? ParentUrn,
    string Provider,
    string Id
);

/// <summary>What the monitor made of it.</summary>
internal sealed record Registration(string Urn, string? Id, IReadOnlyDictionary<string, object?> State);
