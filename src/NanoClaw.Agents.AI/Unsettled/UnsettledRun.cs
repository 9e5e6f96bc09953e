namespace NanoClaw.Agents.AI;

/// <summary>A run that was sent and did not come to its end, as far as this side knows.</summary>
/// <param name="Fingerprint">What was asked: <see cref="AgentContract.Fingerprint"/>.</param>
/// <param name="RunId">Under which id.</param>
/// <param name="At">When it was left.</param>
internal sealed record UnsettledRun(string Fingerprint, string RunId, DateTimeOffset At);
