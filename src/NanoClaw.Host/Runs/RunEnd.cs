using NanoClaw.Agents;

namespace NanoClaw.Host.Runs;

/// <summary>How following a run ended; without a failure it succeeded.</summary>
internal sealed record RunEnd(FailureKind? Failure, bool HasOutput, string? LastText, AgentException? Exception);
