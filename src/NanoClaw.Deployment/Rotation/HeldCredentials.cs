using NanoClaw.Agents;

namespace NanoClaw.Deployment.Rotation;

/// <summary>The credentials that this machine's configuration holds.</summary>
/// <param name="Generation">Their generation, as the last pull noted it; null where none did.</param>
/// <param name="Credentials">The credentials.</param>
public sealed record HeldCredentials(int? Generation, AgentCredentials Credentials);
