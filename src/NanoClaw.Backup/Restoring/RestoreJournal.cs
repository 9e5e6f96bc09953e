using System.Text.Json;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Restoring;

/// <summary>
/// What a restore is about to do, written once everything lies ready beside what it replaces. While there is one, no
/// command opens the store: so a restore that was cut off is ended before anybody sees half of it.
/// </summary>
internal sealed record RestoreJournal
{
    private const string FileName = "restore.json";

    public required string Id { get; init; }

    public required Snapshot Snapshot { get; init; }

    public RestorePhase Phase { get; init; }

    /// <summary>Put the agent's groups back although they are newer.</summary>
    public bool Force { get; init; }

    /// <summary>Folders of the groups whose sessions and notes are put back.</summary>
    public IReadOnlyList<string> AgentGroups { get; init; } = [];

    public required IReadOnlyList<RestoreMove> Moves { get; init; }

    /// <summary>What is of no use once all is done.</summary>
    public required IReadOnlyList<string> Leftovers { get; init; }

    public static bool IsThere(BackupSurroundings surroundings) => File.Exists(PathOf(surroundings));

    /// <exception cref="BackupException">A restore was cut off.</exception>
    public static void DemandNone(BackupSurroundings surroundings)
    {
        if (IsThere(surroundings))
        {
            throw new BackupException(BackupFailure.Conflict, "A restore was cut off. Start it again to have it ended: nanoclaw restore.");
        }
    }

    public static RestoreJournal Read(BackupSurroundings surroundings)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(PathOf(surroundings)), BackupJson.Default.RestoreJournal)!;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new BackupException(
                BackupFailure.NotAccessible,
                $"{PathOf(surroundings)} says that a restore was cut off, and cannot be read: {exception.Message}",
                exception
            );
        }
    }

    public void Write(BackupSurroundings surroundings)
    {
        var temporary = PathOf(surroundings) + ".tmp";
        using (var stream = PrivateFolder.CreateFile(temporary, replace: true))
        {
            JsonSerializer.Serialize(stream, this, BackupJson.Default.RestoreJournal);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(surroundings), overwrite: true);
    }

    /// <summary>Does what is left to do at home. The caller holds the store.</summary>
    public void End(BackupSurroundings surroundings, IProgress<string>? progress = null)
    {
        try
        {
            foreach (var move in Moves)
            {
                progress?.Report($"Putting {move.To} in its place");
                move.Do();
            }

            progress?.Report("Ending the restore");
            File.Delete(PathOf(surroundings));
            foreach (var leftover in Leftovers)
            {
                PrivateFolder.Delete(leftover);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(
                BackupFailure.NotAccessible,
                $"The restore could not be ended: {exception.Message} What it brings and what was there both are kept. Mend that, and start it again: nanoclaw restore.",
                exception
            );
        }
    }

    private static string PathOf(BackupSurroundings surroundings) => Path.Combine(surroundings.OwnFolder, FileName);
}
