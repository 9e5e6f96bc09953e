using NanoClaw.Agents;
using NanoClaw.Home.Keys;

namespace NanoClaw.Home.Configuration;

/// <summary>One setting of the NanoClaw process that a stack decides.</summary>
/// <param name="Key">The key in the process's configuration.</param>
/// <param name="Output">The stack's output that holds it.</param>
/// <param name="IsSecret">Whether its value is never shown.</param>
/// <param name="IsRequired">Whether a stack must have the output.</param>
public sealed record AgentSetting(string Key, string Output, bool IsSecret, bool IsRequired)
{
    /// <summary>All of them, in the order in which they are written. No other key is ever touched.</summary>
    public static IReadOnlyList<AgentSetting> All { get; } =
    [
        new(AgentConfigurationKeys.Endpoint, "agentEndpoint", IsSecret: false, IsRequired: true),
        new(AgentConfigurationKeys.Token, "agentToken", IsSecret: true, IsRequired: true),
        new(AgentConfigurationKeys.AccessClientId, "accessClientId", IsSecret: false, IsRequired: true),
        new(AgentConfigurationKeys.AccessClientSecret, "accessClientSecret", IsSecret: true, IsRequired: true),
        new(AgentConfigurationKeys.BackupToken, "backupToken", IsSecret: true, IsRequired: false),
        new(AgentConfigurationKeys.RequestTimeout, "requestTimeoutMs", IsSecret: false, IsRequired: false),
        new(AssistantKeys.RunsPerDay, "runsPerDay", IsSecret: false, IsRequired: false),
        new(AssistantKeys.Models, "models", IsSecret: false, IsRequired: false),
        // What people and gauges are told of the credentials, and what the budget counts by. An older stack lacks them.
        new(AssistantKeys.CredentialGeneration, "credentialGeneration", IsSecret: false, IsRequired: false),
        new(AssistantKeys.CredentialCreatedAt, "credentialCreatedAt", IsSecret: false, IsRequired: false),
        new(AssistantKeys.CredentialExpiresAt, "credentialExpiresAt", IsSecret: false, IsRequired: false),
        new(AssistantKeys.WorkersPlan, "workersPlan", IsSecret: false, IsRequired: false),
        // Only the local cloud has one. A stack without it takes the key away: the deployed endpoint has no use for trust in this machine's own authority.
        new(AgentConfigurationKeys.CaFile, LocalCloud.LocalOutputs.CaFile, IsSecret: false, IsRequired: false),
    ];
}
