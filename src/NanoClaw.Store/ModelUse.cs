namespace NanoClaw.Store;

/// <summary>What a group had a model read and write. Each token is in one of the kinds, as providers bill them.</summary>
/// <param name="GroupFolder">The group.</param>
/// <param name="Model">The model's name; empty where a run did not tell it.</param>
/// <param name="FreshTokens">Read without the provider's cache.</param>
/// <param name="CacheReadTokens">Read from it.</param>
/// <param name="CacheWriteTokens">Read, and written to it.</param>
/// <param name="OutputTokens">Written.</param>
public sealed record ModelUse(string GroupFolder, string Model, long FreshTokens, long CacheReadTokens, long CacheWriteTokens, long OutputTokens);
