namespace NanoClaw.Agents;

/// <summary>What one model used of a run that several were asked in. The counts are those of <see cref="AgentUsage"/>.</summary>
/// <param name="Model">Its name.</param>
/// <param name="InputTokens">Tokens it read, all of them.</param>
/// <param name="CacheReadTokens">Those of them that came from its provider's cache.</param>
/// <param name="CacheWriteTokens">Those of them that were written to that cache.</param>
/// <param name="OutputTokens">Tokens it wrote.</param>
public sealed record AgentModelShare(string Model, long InputTokens, long CacheReadTokens, long CacheWriteTokens, long OutputTokens);
