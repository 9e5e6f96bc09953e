using NanoClaw.Store;

namespace NanoClaw.History.Exporting;

/// <summary>What is handed out of a group besides its messages.</summary>
public sealed record GroupContents
{
    public required RegisteredGroup Group { get; init; }

    /// <summary>Where its chat is, if that is known.</summary>
    public string? Channel { get; init; }

    public required DateTimeOffset ExportedAt { get; init; }

    public IReadOnlyList<ScheduledTask> Tasks { get; init; } = [];

    /// <summary>How commands call the tasks; null: as these are told from each other.</summary>
    public ShortTaskIds? TaskIds { get; init; }

    /// <summary>What its agent keeps at the Worker; null: not known.</summary>
    public IReadOnlyList<ExportedNote>? Notes { get; init; }

    /// <summary>Why the notes are not known.</summary>
    public string? NotesLeftOut { get; init; }
}
