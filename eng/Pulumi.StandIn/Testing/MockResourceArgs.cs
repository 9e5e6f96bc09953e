using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A resource as its provider would see it: numbers are double, lists and objects immutable, secrecy gone, unknown properties left out.</summary>
public class MockResourceArgs
{
    public string? Type { get; set; }

    public string? Name { get; set; }

    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    public string? Provider { get; set; }

    /// <summary>The identity of the object to read or import; empty for a new one.</summary>
    public string? Id { get; set; }
}
