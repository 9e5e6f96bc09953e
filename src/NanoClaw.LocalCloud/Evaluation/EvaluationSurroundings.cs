using NanoClaw.Infra.Worker;

namespace NanoClaw.LocalCloud;

/// <summary>What an evaluation finds around it.</summary>
/// <param name="Log">Sees every resource.</param>
/// <param name="History">What stood before.</param>
internal sealed record EvaluationSurroundings(RegistrationLog Log, IResourceHistory History)
{
    /// <summary>The Worker; null for the one that was built.</summary>
    public WorkerBundle? Bundle { get; init; }
}
