using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>What the infra program declared in one evaluation: its resources in the order of registration, and its outputs.</summary>
public sealed record DeclaredStack(string Name, IReadOnlyList<DeclaredResource> Resources, JsonObject Outputs)
{
    /// <summary>The resources of one provider type, such as <c>cloudflare:index/ruleset:Ruleset</c>.</summary>
    public IEnumerable<DeclaredResource> OfType(string type) => Resources.Where(r => r.Type == type);
}

/// <summary>One declared resource.</summary>
/// <param name="Type">The provider's type token, or a component's.</param>
/// <param name="Name">The logical name.</param>
/// <param name="Parent">Logical name of the parent, or null for a child of the stack.</param>
/// <param name="Inputs">The inputs as the provider would get them, in camelCase, all values known.</param>
/// <param name="Outputs">The computed outputs the local cloud gave it, <c>id</c> among them.</param>
public sealed record DeclaredResource(string Type, string Name, string? Parent, JsonObject Inputs, JsonObject Outputs);
