using System.Runtime.CompilerServices;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Sources;

/// <summary>The sessions and notes that the agent keeps about groups: all of them, or none.</summary>
/// <param name="agent">Who gives them.</param>
/// <param name="groups">The groups' folders.</param>
public sealed class AgentSource(IAgentState agent, IReadOnlyList<string> groups) : IBackupSource
{
    private const string Ending = ".ndjson";

    public async IAsyncEnumerable<SourceEntry> ListAsync(string stage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = new List<(string Group, string File)>();
        foreach (var group in groups.Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(stage, group + Ending);
            await CopyAsync(group, file, cancellationToken);
            files.Add((group, file));
        }

        foreach (var (group, file) in files)
        {
            yield return new(
                new SnapshotEntry { Part = SnapshotPart.Agent, Path = group + Ending },
                () => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read)
            );
        }
    }

    private async Task CopyAsync(string group, string file, CancellationToken cancellationToken)
    {
        await using var content = await agent.ExportAsync(group, cancellationToken);
        await using var target = PrivateFolder.CreateFile(file, replace: true);
        var piece = new byte[64 * 1024];
        while (true)
        {
            int read;
            try
            {
                read = await content.ReadAsync(piece, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                throw new BackupException(BackupFailure.Away, $"The agent's answer about {group} broke off: {exception.Message} Try again.", exception);
            }

            if (read == 0)
            {
                break;
            }

            await target.WriteAsync(piece.AsMemory(0, read), cancellationToken);
        }
    }

    internal static string GroupOf(SnapshotEntry entry) => entry.Path[..^Ending.Length];

    internal static string FileOf(string group) => group + Ending;
}
