namespace NanoClaw.Store;

/// <summary>What one model used of a run that several were asked in. Tokens from the cache and written to it are among those read.</summary>
public sealed record ModelShare(string Model, long InputTokens, long CacheReadTokens, long CacheWriteTokens, long OutputTokens);
