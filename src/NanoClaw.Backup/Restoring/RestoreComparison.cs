using System.Security.Cryptography;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Sources;

namespace NanoClaw.Backup.Restoring;

/// <summary>What is at home, beside what a backup holds.</summary>
internal sealed class RestoreComparison(BackupSurroundings surroundings, string scratch)
{
    public async Task<IReadOnlyList<RestoreChange>> RunAsync(
        SnapshotContents contents,
        RestoreOrder order,
        bool isDamagedStoreFine,
        CancellationToken cancellationToken
    )
    {
        var changes = new List<RestoreChange>();
        await CompareAsync(SnapshotPart.Groups, new FolderSource(SnapshotPart.Groups, surroundings.GroupsFolder, static _ => { }));
        if (order.Logins && contents.Entries.Any(entry => entry.Part == SnapshotPart.Logins))
        {
            await CompareAsync(SnapshotPart.Logins, new FolderSource(SnapshotPart.Logins, surroundings.LoginsFolder, static _ => { }));
        }

        try
        {
            await CompareAsync(SnapshotPart.Store, new StoreSource(surroundings.StorePath));
        }
        catch (Store.StoreException exception) when (isDamagedStoreFine)
        {
            // A store that cannot be read is what restores are for.
            changes.Add(new(SnapshotPart.Store, Path.GetFileName(surroundings.StorePath), RestoreChangeKind.Replace, exception.Message));
        }

        if (order.Agent is { } agent)
        {
            changes.AddRange(await CompareAgentAsync(contents, agent, cancellationToken));
        }

        return changes;

        async Task CompareAsync(string part, IBackupSource source)
        {
            var kept = contents.Entries.Where(entry => entry.Part == part && entry.Path.Length > 0).ToDictionary(entry => entry.Path, StringComparer.Ordinal);
            var there = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var (entry, open) in source.ListAsync(scratch, cancellationToken))
            {
                there.Add(entry.Path);
                if (!kept.TryGetValue(entry.Path, out var other))
                {
                    if (entry.Path.Length > 0)
                    {
                        changes.Add(new(part, entry.Path, RestoreChangeKind.Remove));
                    }
                }
                else if (
                    entry.Kind != other.Kind
                    || entry.Target != other.Target
                    || (entry.Kind == SnapshotEntryKind.File && await HashAsync(open!(), cancellationToken) != other.Sha256)
                )
                {
                    changes.Add(new(part, entry.Path, RestoreChangeKind.Replace));
                }
            }

            changes.AddRange(kept.Keys.Where(path => !there.Contains(path)).Select(path => new RestoreChange(part, path, RestoreChangeKind.Add)));
        }
    }

    private static async Task<List<RestoreChange>> CompareAgentAsync(SnapshotContents contents, IAgentState agent, CancellationToken cancellationToken)
    {
        var changes = new List<RestoreChange>();
        foreach (var entry in contents.Entries.Where(entry => entry.Part == SnapshotPart.Agent))
        {
            var content = await agent.ExportAsync(AgentSource.GroupOf(entry), cancellationToken);
            if (await HashAsync(content, cancellationToken) != entry.Sha256)
            {
                changes.Add(new(SnapshotPart.Agent, AgentSource.GroupOf(entry), RestoreChangeKind.Replace));
            }
        }

        return changes;
    }

    private static async Task<string?> HashAsync(Stream? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return null;
        }

        await using (content)
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        }
    }
}
