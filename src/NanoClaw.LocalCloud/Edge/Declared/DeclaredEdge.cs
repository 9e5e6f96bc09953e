using NanoClaw.LocalCloud.Edge.Access;
using NanoClaw.LocalCloud.Edge.WorkersDev;

namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>Everything of a stack that the edge enforces, compiled. Immutable, so that it can be swapped while requests run.</summary>
internal sealed record DeclaredEdge
{
    public TransportSettings Transport { get; init; } = new();

    public IReadOnlyList<CustomRule> CustomRules { get; init; } = [];

    public IReadOnlyList<RateLimitRule> RateLimits { get; init; } = [];

    public AccessConfiguration Access { get; init; } = new();

    /// <summary>Worker scripts by hostname.</summary>
    public IReadOnlyDictionary<string, string> ScriptsByHost { get; init; } = new Dictionary<string, string>();

    /// <summary>Where a path of a hostname leads to another script, the most specific first.</summary>
    public IReadOnlyList<WorkerRoute> Routes { get; init; } = [];

    public WorkersDevAddresses WorkersDev { get; init; } = new();

    /// <summary>What is declared, or what Cloudflare does by itself, and this machine does not; a sentence each.</summary>
    public IReadOnlyList<string> NotReproduced { get; init; } = [];
}
