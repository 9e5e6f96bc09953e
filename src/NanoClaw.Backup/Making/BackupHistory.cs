using System.Text.Json;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Making;

/// <summary>How the last backups from this computer went.</summary>
public sealed record BackupHistory
{
    private const string FileName = "history.json";

    /// <summary>When the last one was whole.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    public string? Place { get; init; }

    /// <summary>What went wrong with the last one; null: nothing.</summary>
    public string? Failure { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>When the first of those was that failed since the last good one.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Notes a failure that came before a backup began.</summary>
    public static void NoteFailure(BackupSurroundings surroundings, string failure, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        PrivateFolder.Create(surroundings.OwnFolder);
        var history = Read(surroundings);
        (history with { Failure = failure, FailedAt = now, FailingSince = history.FailingSince ?? now }).Write(surroundings);
    }

    /// <summary>What nobody can read counts as none: it tells, and decides nothing.</summary>
    public static BackupHistory Read(BackupSurroundings surroundings)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(surroundings.OwnFolder, FileName)), BackupJson.Default.BackupHistory) ?? new();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return new();
        }
    }

    internal void Write(BackupSurroundings surroundings)
    {
        var path = Path.Combine(surroundings.OwnFolder, FileName);
        var temporary = path + ".tmp";
        using (var stream = PrivateFolder.CreateFile(temporary, replace: true))
        {
            JsonSerializer.Serialize(stream, this, BackupJson.Default.BackupHistory);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
