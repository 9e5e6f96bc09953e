using System.Buffers;
using System.Runtime.CompilerServices;
using NanoClaw.Host;
using NanoClaw.Import.From;
using NanoClaw.Store;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the groups can be served as they are registered.</summary>
public sealed class GroupsCheck : IDoctorCheck
{
    /// <summary>The contract's limit of a group's memory, in characters.</summary>
    private const int MostMemory = 65_536;

    private static readonly SearchValues<char> PatternCharacters = SearchValues.Create("^$\\[(|");

    public string Name => "groups";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var store = context.OpenStore();
        if (store is null)
        {
            yield return Finding.Skipped("There is no store to look into.");
            yield break;
        }

        var groups = await store.Groups.ListAsync(cancellationToken);
        if (groups.Count == 0)
        {
            yield return context.Channels.Count == 0
                ? Finding.Skipped("None yet: 'nanoclaw chat' makes the first.")
                : Finding.Warning(
                    "No group is registered: nobody is answered.",
                    "nanoclaw groups list shows the chats that are known; nanoclaw groups add registers one. Or write at once: nanoclaw chat"
                );
            yield break;
        }

        var mains = groups.Count(group => group.IsMain);
        if (mains != 1)
        {
            yield return Finding.Problem(
                mains == 0
                    ? "No group is the main group: nobody can manage the others, and notices of the budget go nowhere."
                    : $"{mains} groups are main groups, and each of them may manage all others.",
                "Have exactly one: nanoclaw groups set --help"
            );
        }

        var channels = context.Channels;
        var known = (await store.Chats.ListAsync(cancellationToken)).ToDictionary(chat => chat.Jid, chat => chat.Channel, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var channel = known.GetValueOrDefault(group.Jid) ?? GroupChannel.Of(group.Jid);
            foreach (var finding in LookAt(group, context))
            {
                yield return finding;
            }

            if (channel is not "terminal" && (channel is null || !channels.Contains(channel, StringComparer.Ordinal)))
            {
                yield return Finding.Warning(
                    $"The group {group.Folder} ({group.Jid}) is not served: its channel {channel ?? "(unknown)"} is not set up here.",
                    "docs/CHANNELS.md, or take it out: nanoclaw groups remove"
                );
            }
        }

        yield return Finding.Ok($"{groups.Count} registered");
    }

    private static IEnumerable<Finding> LookAt(RegisteredGroup group, DoctorContext context)
    {
        if (!GroupFolder.IsValid(group.Folder))
        {
            yield return Finding.Problem(
                $"'{group.Folder}' of {group.Jid} is not a group's folder: letters, digits, - and _, at most 64, and not 'global'.",
                "nanoclaw groups remove, and add it again with another folder."
            );
            yield break;
        }

        if (group.Trigger.AsSpan().ContainsAny(PatternCharacters))
        {
            yield return Finding.Warning(
                $"The group {group.Folder} is called by '{group.Trigger}', which is taken letter by letter, not as a pattern.",
                "nanoclaw groups set --trigger @Name"
            );
        }

        var folder = Path.Combine(context.Settings!.Host.GroupsFolder, group.Folder);
        if (!Directory.Exists(folder))
        {
            yield return Finding.Warning(
                $"The group {group.Folder} has no folder ({folder}), and so no memory.",
                $"mkdir -p {folder}, and write down in CLAUDE.md what the agent should know."
            );
            yield break;
        }

        var memory =
            Length(Path.Combine(folder, "CLAUDE.md"))
            + (group.IsMain ? 0 : Length(Path.Combine(context.Settings.Host.GroupsFolder, GroupFolder.Global, "CLAUDE.md")));
        if (memory > MostMemory && !context.UsesContainers)
        {
            yield return Finding.Warning(
                $"The memory of {group.Folder} has {memory} characters, of which the agent is given the first {MostMemory}.",
                $"Shorten {Path.Combine(folder, "CLAUDE.md")}."
            );
        }
    }

    private static long Length(string file) =>
        File.Exists(file) && new FileInfo(file).Length is var bytes and < 10_000_000 ? (bytes > MostMemory / 2 ? File.ReadAllText(file).Length : bytes) : 0;
}
