namespace NanoClaw.Cli.Administration;

/// <summary>A group's session; null where its next message begins a new one.</summary>
internal sealed record SessionEntry(string GroupFolder, string? SessionId);

/// <summary>The groups whose sessions were ended.</summary>
internal sealed record ResetSessions(IReadOnlyList<string> Reset);
