using System.Runtime.CompilerServices;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Sources;

/// <summary>The sessions and notes that the agent keeps about groups: all of them, or none.</summary>
/// <param name="agent">Who gives them.</param>
/// <param name="groups">The groups' folders.</param>
/// <param name="stage">A folder for them until they are read.</param>
public sealed class AgentSource(IAgentState agent, IReadOnlyList<string> groups, string stage) : IBackupSource
{
    private const string Ending = ".ndjson";

    public async IAsyncEnumerable<SourceEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = new List<(string Group, string File)>();
        foreach (var group in groups.Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(stage, group + Ending);
            await using var content = await agent.ExportAsync(group, cancellationToken);
            await using var target = PrivateFolder.CreateFile(file, replace: true);
            await content.CopyToAsync(target, cancellationToken);
            files.Add((group, file));
        }

        foreach (var (group, file) in files)
        {
            yield return new(new SnapshotEntry { Part = SnapshotPart.Agent, Path = group + Ending }, () => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read));
        }
    }

    internal static string GroupOf(SnapshotEntry entry) => entry.Path[..^Ending.Length];

    internal static string FileOf(string group) => group + Ending;
}
