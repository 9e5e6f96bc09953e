namespace NanoClaw.Home.Running;

/// <summary>What <c>/healthz</c> of the assistant's process says.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> (a channel needs a person, or the agent is away) or <c>failing</c> (the store).</param>
/// <param name="Version">Which program it runs; null of an earlier one, which did not tell.</param>
/// <param name="Commit">What that was built from, where the build knew it.</param>
/// <param name="ProcessId">Whose answer it is: another assistant may have the port.</param>
/// <param name="StartedAt">When the process began.</param>
/// <param name="Running">Runs under way.</param>
/// <param name="Waiting">Groups that wait for their turn.</param>
/// <param name="BackingOff">Groups that wait after a failure.</param>
/// <param name="Channels">Its channels.</param>
public sealed record AssistantHealth(
    string Status, string? Version, string? Commit, int ProcessId, DateTimeOffset StartedAt, int Running, int Waiting, int BackingOff, IReadOnlyList<ChannelHealth> Channels);

/// <summary>How a channel is doing: <c>connecting</c>, <c>connected</c>, <c>reconnecting</c>, <c>signedOut</c> or <c>notKeeping</c>.</summary>
public sealed record ChannelHealth(string Name, string State, string? Detail);
