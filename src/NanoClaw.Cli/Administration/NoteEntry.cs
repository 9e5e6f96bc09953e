using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>A note of a group's agent as <c>memory</c> prints it as JSON.</summary>
internal sealed record NoteEntry(string Key, string Value, DateTimeOffset At, IReadOnlyList<string> Strangers)
{
    public static NoteEntry Of(AgentNote note) => new(note.Key, note.Value, note.At, note.Origins ?? []);
}

/// <summary>A group whose agent keeps notes; its chat is known while it is registered.</summary>
internal sealed record NotedGroup(string Folder, string? Jid, string? Name)
{
    public static NotedGroup Of(RegisteredGroup group) => new(group.Folder, group.Jid, group.Name);
}

/// <summary>All that a group's agent keeps.</summary>
internal sealed record GroupNotes(string Folder, string? Jid, string? Name, IReadOnlyList<NoteEntry> Notes);

/// <summary>The notes of groups at one time.</summary>
internal sealed record ExportedNotes(DateTimeOffset ExportedAt, IReadOnlyList<GroupNotes> Groups);

/// <summary>What was forgotten of a group: one note by its key, or all of them.</summary>
internal sealed record ForgottenNotes(string Folder, string? Key, int Forgotten);
