namespace NanoClaw.Agents;

/// <summary>What a Worker says of itself at <c>/healthz</c>.</summary>
/// <param name="Environment">The stack's environment.</param>
/// <param name="Access"><c>required</c>, or <c>off</c> for one declared without Cloudflare Access.</param>
/// <param name="Version">The Worker's version.</param>
/// <param name="ServerTime">The time in its answer's <c>Date</c>; null without one.</param>
public sealed record EndpointHealth(string Environment, string Access, string Version, DateTimeOffset? ServerTime);
