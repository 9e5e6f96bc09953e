namespace NanoClaw.Agents;

/// <summary>Names of pieces of backups, in part.</summary>
/// <param name="Names">The names.</param>
/// <param name="Cursor">Where the next part begins; null: these were the last.</param>
public sealed record AgentPieces(IReadOnlyList<string> Names, string? Cursor);
