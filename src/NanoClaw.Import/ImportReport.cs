using NanoClaw.Import.From;

namespace NanoClaw.Import;

/// <summary>What an import took over, or would.</summary>
public sealed record ImportReport
{
    public required bool DryRun { get; init; }

    /// <summary>v1's folder.</summary>
    public required string From { get; init; }

    public required string StoreFolder { get; init; }

    public required string GroupsFolder { get; init; }

    public required DatabaseReport Database { get; init; }

    /// <summary>What was copied into the groups' folder.</summary>
    public required IReadOnlyList<FolderTally> Folders { get; init; }

    /// <summary>v1's Claude sessions, which only the container runtime has a use for; null: not taken.</summary>
    public FolderTally? ContainerSessions { get; init; }

    /// <summary>WhatsApp's credentials; null: v1 has none.</summary>
    public FolderTally? Credentials { get; init; }

    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>The files from before v1's database that were taken in.</summary>
    public required IReadOnlyList<string> StateFiles { get; init; }

    public required V1Environment Settings { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Why the import itself would be refused; of a dry run only.</summary>
    public required IReadOnlyList<string> Obstacles { get; init; }
}

/// <summary>What was copied of a folder, or would be.</summary>
public sealed record FolderTally(string Name, int Files, long Bytes);

/// <summary>A path that was not copied, and why.</summary>
public sealed record LeftOut(string Path, string Reason);

/// <summary>What is in the database that comes out.</summary>
public sealed record DatabaseReport
{
    public required long Bytes { get; init; }

    public required long Chats { get; init; }

    public required long Messages { get; init; }

    public required long TaskRuns { get; init; }

    /// <summary>Chats whose messages wait for an answer, and get one at the first start.</summary>
    public required IReadOnlyList<PendingChat> Pending { get; init; }

    /// <summary>Chats of which nothing tells what was answered: all of their messages count as read.</summary>
    public required IReadOnlyList<string> CountedAsRead { get; init; }

    public required IReadOnlyList<ImportedGroup> Groups { get; init; }

    public required IReadOnlyList<ImportedTask> Tasks { get; init; }

    public required int Sessions { get; init; }

    public required int SessionsDropped { get; init; }
}

/// <summary>A chat with messages that wait.</summary>
public sealed record PendingChat(string Jid, int Messages);

/// <summary>A group of v1's.</summary>
/// <param name="Jid">The chat.</param>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Channel">The channel it is on; null: not known.</param>
/// <param name="IsMain">Whether it is the main group.</param>
/// <param name="IsServed">Whether this project has a channel for it.</param>
/// <param name="HasFolder">Whether v1 has the folder.</param>
/// <param name="DroppedBecause">Why it is not taken; null: it is.</param>
public sealed record ImportedGroup(string Jid, string Name, string Folder, string? Channel, bool IsMain, bool IsServed, bool HasFolder, string? DroppedBecause);

/// <summary>A task of v1's.</summary>
/// <param name="Id">The task.</param>
/// <param name="Group">The folder of its group.</param>
/// <param name="Schedule">Its schedule.</param>
/// <param name="Status"><c>active</c>, <c>paused</c> or <c>completed</c>.</param>
/// <param name="IsOverdue">Whether it runs at the first start.</param>
/// <param name="WasWritten">The schedule as v1 had it, and what was done to it; null: it is the same.</param>
/// <param name="PausedBecause">Why the import paused it; null: it did not.</param>
public sealed record ImportedTask(string Id, string Group, string Schedule, string Status, bool IsOverdue, string? WasWritten, string? PausedBecause);
