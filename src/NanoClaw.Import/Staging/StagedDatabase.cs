using NanoClaw.Import.From;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Import.Staging;

/// <summary>The copy of v1's database, made into this project's: whatever it changes, v1's own file stays as it is.</summary>
internal sealed class StagedDatabase(string path, V1Folder v1, V1State state, string assistantName, ImportSettings settings)
{
    private const int MostPendingCounted = 1000;
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Upgrades the copy and settles what cannot go on as it is.</summary>
    /// <param name="cancellationToken">Ends it; the copy is then of no use.</param>
    public async Task<DatabaseReport> PrepareAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            CheckIntegrity(cancellationToken);
        }

        await using (var store = OpenStore())
        {
            await AddStateAsync(store, cancellationToken);
        }

        // v1's cursors go where v1 puts them; the next opening takes them over as it does for any v1 database.
        V1RouterState.Write(path, state.Router);
        DatabaseReport report;
        await using (var store = OpenStore())
        {
            var dropped = settings.KeepsSessions ? 0 : await store.Sessions.RemoveAllAsync(cancellationToken);
            var groups = await new StagedGroups(store, v1, settings, _warnings).SettleAsync(cancellationToken);
            var read = await SettleCursorsAsync(store, cancellationToken);
            var tasks = await new StagedTasks(store, groups, settings).SettleAsync(cancellationToken);
            using var inspection = StoreInspection.Open(path);
            var contents = inspection.Count();
            report = new DatabaseReport
            {
                Bytes = 0,
                Chats = contents.Chats,
                Messages = contents.Messages,
                TaskRuns = contents.TaskRuns,
                Groups = groups,
                Tasks = tasks,
                CountedAsRead = read,
                Pending = await ListPendingAsync(store, groups, cancellationToken),
                Sessions = (int)contents.Sessions,
                SessionsDropped = dropped,
            };
        }

        return report with
        {
            Bytes = new FileInfo(path).Length,
        };
    }

    private SqliteStore OpenStore() =>
        SqliteStore.Open(
            new StoreOptions
            {
                Path = path,
                AssistantName = assistantName,
                Exclusive = false,
                KeepCopy = false,
                TimeProvider = settings.Time,
            }
        );

    private void CheckIntegrity(CancellationToken cancellationToken)
    {
        using var inspection = StoreInspection.Open(path);
        if (inspection.FindDamage(cancellationToken) is { } fault)
        {
            throw new ImportException(
                ImportFailure.Unreadable,
                $"{v1.Database} is damaged ({fault}). Mend it first (sqlite3 {v1.Database} .recover | sqlite3 mended.db), or take a backup of it."
            );
        }
    }

    private async Task AddStateAsync(SqliteStore store, CancellationToken cancellationToken)
    {
        foreach (var group in state.Groups)
        {
            try
            {
                await store.Groups.PutAsync(group, cancellationToken);
            }
            catch (StoreException exception) when (exception.Failure is StoreFailure.Conflict)
            {
                _warnings.Add($"Of the group {group.Jid} (registered_groups.json) the folder '{group.Folder}' belongs to another group already: not taken.");
            }
        }

        foreach (var (folder, session) in state.Sessions)
        {
            await store.Sessions.SetAsync(folder, session, cancellationToken);
        }
    }

    /// <summary>Where nothing tells what was answered, all counts as read: answers to last year's messages help nobody.</summary>
    private static async Task<IReadOnlyList<string>> SettleCursorsAsync(SqliteStore store, CancellationToken cancellationToken)
    {
        var read = new List<string>();
        foreach (var jid in await store.Messages.ListPendingChatsAsync(cancellationToken))
        {
            if (
                await store.Cursors.GetAgentAsync(jid, cancellationToken) is { Arrival: 0, Timestamp: null }
                && await store.Messages.ReadHistoryAsync(jid, 1, cancellationToken) is [var newest]
            )
            {
                await store.Cursors.SetAgentAsync(jid, MessageCursor.Start.Including(newest), cancellationToken);
                read.Add(jid);
            }
        }

        return read;
    }

    private static async Task<IReadOnlyList<PendingChat>> ListPendingAsync(
        SqliteStore store,
        IReadOnlyList<ImportedGroup> groups,
        CancellationToken cancellationToken
    )
    {
        var registered = groups.Where(group => group.DroppedBecause is null).Select(group => group.Jid).ToHashSet(StringComparer.Ordinal);
        var pending = new List<PendingChat>();
        foreach (var jid in (await store.Messages.ListPendingChatsAsync(cancellationToken)).Where(registered.Contains))
        {
            var cursor = await store.Cursors.GetAgentAsync(jid, cancellationToken);
            pending.Add(new PendingChat(jid, (await store.Messages.ReadSinceAsync(jid, cursor, MostPendingCounted, cancellationToken)).Count));
        }

        return pending;
    }
}
