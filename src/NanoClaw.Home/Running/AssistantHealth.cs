using NanoClaw.Host.Health;

namespace NanoClaw.Home.Running;

/// <summary>What <c>/healthz</c> of the assistant's process says.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> (a channel needs a person, or the agent is away) or <c>failing</c> (the store).</param>
/// <param name="ProcessId">Whose answer it is: another assistant may have the port.</param>
/// <param name="StartedAt">When the process began.</param>
/// <param name="Running">Runs under way.</param>
/// <param name="Waiting">Groups that wait for their turn.</param>
/// <param name="BackingOff">Groups that wait after a failure.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Version">The program's version; null where an older one runs.</param>
/// <param name="Commit">The commit it was built from, where the build knew it.</param>
/// <param name="Limits">By what it counts; null where an older one runs.</param>
/// <param name="Agent">What it knows of the agent.</param>
public sealed record AssistantHealth(
    string Status,
    int ProcessId,
    DateTimeOffset StartedAt,
    int Running,
    int Waiting,
    int BackingOff,
    IReadOnlyList<ChannelHealth> Channels,
    string? Version = null,
    string? Commit = null,
    ProcessLimits? Limits = null,
    AgentHealth? Agent = null
);

/// <summary>How a channel is doing: <c>connecting</c>, <c>connected</c>, <c>reconnecting</c>, <c>signedOut</c> or <c>notKeeping</c>.</summary>
public sealed record ChannelHealth(string Name, string State, string? Detail);

/// <summary>The credentials that the process has.</summary>
public sealed record AgentHealth(CredentialVersion? Credentials);
