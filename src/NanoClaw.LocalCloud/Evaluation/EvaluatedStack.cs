using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>An evaluation of the program: what it declared, and which of it is secret. Its text form shows only the stack's name.</summary>
public sealed record EvaluatedStack
{
    /// <summary>What the program declared. It holds secrets in clear.</summary>
    public required DeclaredStack Declared { get; init; }

    /// <summary>The names of the outputs that the program marks secret.</summary>
    public required IReadOnlySet<string> SecretOutputs { get; init; }

    /// <summary>Every secret value of the evaluation, so that none is shown wherever it turns up.</summary>
    public required IReadOnlySet<string> SecretValues { get; init; }

    /// <summary>The settings it was evaluated with.</summary>
    public required StackConfiguration Configuration { get; init; }

    /// <summary>The stack that owns the zone's rules, where this one does not.</summary>
    public EvaluatedStack? Owner { get; init; }

    /// <summary>What Cloudflare would have: with the zone's rules and settings that the owner declares for all.</summary>
    public DeclaredStack InForce =>
        Owner is null ? Declared : Declared with { Resources = [.. Owner.Declared.Resources.Where(IsZoneWide), .. Declared.Resources] };

    /// <summary>The text of an output, or null.</summary>
    public string? Output(string name) =>
        Declared.Outputs[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var other => other.ToJsonString(),
        };

    public override string ToString() => $"{nameof(EvaluatedStack)} {{ {Declared.Name} }}";

    private static bool IsZoneWide(DeclaredResource resource) =>
        resource.Type is "cloudflare:index/ruleset:Ruleset" or "cloudflare:index/zoneSetting:ZoneSetting";
}
