using NanoClaw.Host;
using NanoClaw.Host.Text;
using NanoClaw.Import.From;
using NanoClaw.Store;

namespace NanoClaw.Import.Staging;

/// <summary>The groups of the copy: those that no agent could run for are dropped.</summary>
internal sealed class StagedGroups(IStore store, V1Folder v1, ImportSettings settings, ICollection<string> warnings)
{
    public async Task<IReadOnlyList<ImportedGroup>> SettleAsync(CancellationToken cancellationToken)
    {
        var channels = (await store.Chats.ListAsync(cancellationToken)).ToDictionary(chat => chat.Jid, chat => chat.Channel, StringComparer.Ordinal);
        var found = new List<ImportedGroup>();
        foreach (var group in await NameMainAsync(cancellationToken))
        {
            var reason = GroupFolder.IsValid(group.Folder)
                ? null
                : $"'{ShownText.Plain(group.Folder)}' is not a group's folder: letters, digits, - and _, at most 64, and not 'global'";
            if (reason is not null)
            {
                await store.Groups.RemoveAsync(group.Jid, cancellationToken);
            }

            var channel = channels.GetValueOrDefault(group.Jid) ?? GroupChannel.Of(group.Jid);
            var isServed = channel is not null && settings.Channels.Contains(channel);
            var hasFolder = reason is null && Directory.Exists(Path.Combine(v1.GroupsFolder, group.Folder));
            found.Add(new ImportedGroup(group.Jid, group.Name, group.Folder, channel, group.IsMain, isServed, hasFolder, reason));
        }

        WarnOfMains(found);
        return found;
    }

    /// <summary>The main group was once known by its folder alone.</summary>
    private async Task<IReadOnlyList<RegisteredGroup>> NameMainAsync(CancellationToken cancellationToken)
    {
        var groups = await store.Groups.ListAsync(cancellationToken);
        if (groups.Any(group => group.IsMain) || groups.FirstOrDefault(group => group.Folder == "main") is not { } main)
        {
            return groups;
        }

        await store.Groups.PutAsync(main with { IsMain = true, RequiresTrigger = false }, cancellationToken);
        return await store.Groups.ListAsync(cancellationToken);
    }

    private void WarnOfMains(List<ImportedGroup> found)
    {
        var mains = found.Count(group => group is { IsMain: true, DroppedBecause: null });
        if (found.Count > 0 && mains != 1)
        {
            warnings.Add(
                mains == 0
                    ? "No group is the main group, from which the others are managed: nanoclaw groups set --help."
                    : $"{mains} groups are main groups, each of which may manage all others: leave one (nanoclaw groups set --help)."
            );
        }
    }
}
