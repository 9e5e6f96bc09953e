namespace NanoClaw.Backup;

/// <summary>The sessions and notes of a group as the agent's Worker gives and takes them: lines of JSON, the first a heading.</summary>
public interface IAgentState
{
    /// <summary>Gives all of a group's; the same bytes as long as nothing changes.</summary>
    /// <exception cref="BackupException">The agent is away, or refuses.</exception>
    Task<Stream> ExportAsync(string groupFolder, CancellationToken cancellationToken);

    /// <summary>Puts a group's in the place of what it has: all of it, or nothing.</summary>
    /// <param name="groupFolder">The group.</param>
    /// <param name="content">What <see cref="ExportAsync"/> gave.</param>
    /// <param name="force">Also where what it has is newer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">What it has is newer (<see cref="BackupFailure.Conflict"/>), or it is away, or refuses.</exception>
    Task ImportAsync(string groupFolder, Stream content, bool force, CancellationToken cancellationToken);
}
