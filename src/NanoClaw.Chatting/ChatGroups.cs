using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Administration;
using NanoClaw.Host;
using NanoClaw.Store;

namespace NanoClaw.Chatting;

/// <summary>The groups that one talks to in the terminal.</summary>
public sealed class ChatGroups(IStore store, HostOptions options, TimeProvider time)
{
    private const string Main = "main";
    private const string Own = "terminal";

    public async Task<IReadOnlyList<RegisteredGroup>> ListAsync(CancellationToken cancellationToken) =>
        [
            .. (await store.Groups.ListAsync(cancellationToken))
                .Where(IsTerminals)
                .OrderByDescending(group => group.IsMain)
                .ThenBy(group => group.Jid, StringComparer.Ordinal),
        ];

    /// <summary>
    /// The one to begin with: the main group if it is the terminal's, else the terminal's own, else the one that was the
    /// main group before another channel's; made if there is none.
    /// </summary>
    public async Task<RegisteredGroup> OpenFirstAsync(CancellationToken cancellationToken)
    {
        var all = await store.Groups.ListAsync(cancellationToken);
        var main = all.FirstOrDefault(group => group.IsMain);
        if (main is not null && IsTerminals(main))
        {
            return main;
        }

        return await FindAsync(Own, cancellationToken)
            ?? await FindAsync(Main, cancellationToken)
            ?? (
                main is null && all.All(group => group.Folder != Main)
                    ? await PutAsync(Main, Main, isMain: true, cancellationToken)
                    : await AddAsync(Own, cancellationToken)
            );
    }

    public async Task<RegisteredGroup?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(group => TerminalJid.NameOf(group.Jid) == name);

    /// <exception cref="CliException">The name is none of a group.</exception>
    public async Task<RegisteredGroup> AddAsync(string name, CancellationToken cancellationToken)
    {
        if (!GroupFolder.IsValid(name))
        {
            throw new CliException(
                $"'{name}' is no name of a group: letters, digits, - and _, 64 at most, a letter or a digit first, and not 'global'.",
                ExitCode.Usage
            );
        }

        var folders = (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Folder).ToHashSet(StringComparer.Ordinal);
        // A chat elsewhere may have the folder: its memory is not shared by accident.
        var folder = folders.Contains(name) ? $"{Own}-{name}" : name;
        return await PutAsync(name, folder, isMain: false, cancellationToken);
    }

    private async Task<RegisteredGroup> PutAsync(string name, string folder, bool isMain, CancellationToken cancellationToken)
    {
        var group = new RegisteredGroup
        {
            Jid = TerminalJid.Of(name),
            Name = name,
            Folder = folder,
            Trigger = $"@{options.AssistantName}",
            AddedAt = time.GetUtcNow(),
            RequiresTrigger = false,
            IsMain = isMain,
        };
        Groups.MakeFolder(options.GroupsFolder, folder);
        await store.Groups.PutAsync(group, cancellationToken);
        return group;
    }

    private static bool IsTerminals(RegisteredGroup group) => TerminalJid.TryRead(group.Jid, out _);
}
