using Microsoft.Data.Sqlite;
using NanoClaw.Agents;
using NanoClaw.Home.Administration;
using NanoClaw.Home.Running;
using NanoClaw.Host;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Scheduling.Legacy;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Importing;

/// <summary>The copy of v1's database, made into this project's: whatever it changes, v1's own file stays as it is.</summary>
internal sealed class StagedDatabase(string path, V1Folder v1, V1State state, AssistantSettings settings, string assistantName, TimeProvider time)
{
    private const int MostPendingCounted = 1000;

    private readonly List<string> warnings = [];

    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Upgrades the copy and settles what cannot go on as it is.</summary>
    /// <param name="keepSessions">Whether v1's session ids mean something to the runtime.</param>
    /// <param name="cancellationToken">Ends it; the copy is then of no use.</param>
    public async Task<DatabaseReport> PrepareAsync(bool keepSessions, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            CheckIntegrity();
        }

        await using (var store = OpenStore())
        {
            await AddStateAsync(store, cancellationToken);
        }

        WriteRouterState();
        DatabaseReport report;
        await using (var store = OpenStore())
        {
            var dropped = await SettleSessionsAsync(store, keepSessions, cancellationToken);
            var groups = await SettleGroupsAsync(store, cancellationToken);
            var read = await SettleCursorsAsync(store, cancellationToken);
            report = new DatabaseReport
            {
                Bytes = 0,
                Chats = Count("chats WHERE jid <> '__group_sync__'"),
                Messages = Count("messages"),
                TaskRuns = Count("task_run_logs"),
                Groups = groups,
                Tasks = await SettleTasksAsync(store, groups, cancellationToken),
                CountedAsRead = read,
                Pending = await ListPendingAsync(store, groups, cancellationToken),
                Sessions = (int)Count("sessions"),
                SessionsDropped = dropped,
            };
        }

        return report with { Bytes = new FileInfo(path).Length };
    }

    private SqliteStore OpenStore() => SqliteStore.Open(new StoreOptions
    {
        Path = path,
        AssistantName = assistantName,
        Exclusive = false,
        KeepCopy = false,
        TimeProvider = time,
    });

    private void CheckIntegrity()
    {
        if (Query("PRAGMA quick_check(1)") is not "ok" and var fault)
        {
            throw new CliException(
                $"{v1.Database} is damaged ({fault}). Mend it first (sqlite3 {v1.Database} .recover | sqlite3 mended.db), or take a backup of it.", ExitCode.Failure);
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
                warnings.Add($"Of the group {group.Jid} (registered_groups.json) the folder '{group.Folder}' belongs to another group already: not taken.");
            }
        }

        foreach (var (folder, session) in state.Sessions)
        {
            await store.Sessions.SetAsync(folder, session, cancellationToken);
        }
    }

    /// <summary>v1's cursors go where v1 puts them; the next opening takes them over as it does for any v1 database.</summary>
    private void WriteRouterState()
    {
        using var connection = Connect();
        foreach (var (key, value) in state.Router)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO router_state (key, value) VALUES ($key, $value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
            command.Parameters.AddWithValue("$key", key);
            command.Parameters.AddWithValue("$value", value);
            command.ExecuteNonQuery();
        }
    }

    private async Task<int> SettleSessionsAsync(SqliteStore store, bool keep, CancellationToken cancellationToken)
    {
        var dropped = 0;
        foreach (var folder in keep ? [] : QueryAll("SELECT group_folder FROM sessions"))
        {
            dropped += await store.Sessions.RemoveAsync(folder, cancellationToken) ? 1 : 0;
        }

        return dropped;
    }

    private async Task<IReadOnlyList<ImportedGroup>> SettleGroupsAsync(SqliteStore store, CancellationToken cancellationToken)
    {
        var channels = (await store.Chats.ListAsync(cancellationToken)).ToDictionary(chat => chat.Jid, chat => chat.Channel, StringComparer.Ordinal);
        var groups = await store.Groups.ListAsync(cancellationToken);
        if (!groups.Any(group => group.IsMain) && groups.FirstOrDefault(group => group.Folder == "main") is { } main)
        {
            // The main group was once known by its folder alone.
            await store.Groups.PutAsync(main with { IsMain = true, RequiresTrigger = false }, cancellationToken);
            groups = await store.Groups.ListAsync(cancellationToken);
        }

        var found = new List<ImportedGroup>();
        foreach (var group in groups)
        {
            var reason = GroupFolder.IsValid(group.Folder) ? null
                : $"'{TerminalText.Safe(group.Folder)}' is not a group's folder: letters, digits, - and _, at most 64, and not 'global'";
            if (reason is not null)
            {
                await store.Groups.RemoveAsync(group.Jid, cancellationToken);
            }

            var channel = channels.GetValueOrDefault(group.Jid) ?? GroupChannel.Of(group.Jid);
            var hasFolder = reason is null && Directory.Exists(Path.Combine(v1.GroupsFolder, group.Folder));
            found.Add(new ImportedGroup(group.Jid, group.Name, group.Folder, channel, group.IsMain, GroupChannel.IsServed(channel), hasFolder, reason));
        }

        var mains = found.Count(group => group is { IsMain: true, DroppedBecause: null });
        if (found.Count > 0 && mains != 1)
        {
            warnings.Add(mains == 0
                ? "No group is the main group, from which the others are managed: nanoclaw groups set --help."
                : $"{mains} groups are main groups, each of which may manage all others: leave one (nanoclaw groups set --help).");
        }

        return found;
    }

    /// <summary>Where nothing tells what was answered, all counts as read: answers to last year's messages help nobody.</summary>
    private static async Task<IReadOnlyList<string>> SettleCursorsAsync(SqliteStore store, CancellationToken cancellationToken)
    {
        var read = new List<string>();
        foreach (var jid in await store.Messages.ListPendingChatsAsync(cancellationToken))
        {
            if (await store.Cursors.GetAgentAsync(jid, cancellationToken) is { Arrival: 0, Timestamp: null }
                && await store.Messages.ReadHistoryAsync(jid, 1, cancellationToken) is [var newest])
            {
                await store.Cursors.SetAgentAsync(jid, MessageCursor.Start.Including(newest), cancellationToken);
                read.Add(jid);
            }
        }

        return read;
    }

    private async Task<IReadOnlyList<ImportedTask>> SettleTasksAsync(SqliteStore store, IReadOnlyList<ImportedGroup> groups, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var schedule = new Schedule(TimeZoneInfo.FindSystemTimeZoneById(settings.Host.TimeZone));
        var folders = groups.Where(group => group.DroppedBecause is null).Select(group => group.Folder).ToHashSet(StringComparer.Ordinal);
        var active = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = new List<ImportedTask>();
        foreach (var stored in await store.Tasks.ListAsync(cancellationToken: cancellationToken))
        {
            var translated = stored.Status is ScheduledTaskStatus.Completed ? null : V1Schedule.Translate(stored, schedule, now);
            var task = translated is null ? stored : stored with { ScheduleValue = translated.Value };
            var reason = task.Status is ScheduledTaskStatus.Active ? WhyNotRunnable(task) : null;
            var settled = reason is null ? task : task with { Status = ScheduledTaskStatus.Paused, LastResult = $"Error: {reason}" };
            if (settled != stored)
            {
                await store.Tasks.UpdateAsync(settled, cancellationToken);
            }

            found.Add(new ImportedTask(
                task.Id,
                task.GroupFolder,
                $"{task.ScheduleType.ToString().ToLowerInvariant()} {task.ScheduleValue}",
                settled.Status.ToString().ToLowerInvariant(),
                settled.Status is ScheduledTaskStatus.Active && task.NextRun <= now,
                translated is null ? null : $"{TerminalText.Safe(stored.ScheduleValue)} ({translated.Change})",
                reason));
        }

        return found;

        string? WhyNotRunnable(ScheduledTask task)
        {
            if (!folders.Contains(task.GroupFolder))
            {
                return $"its group {TerminalText.Safe(task.GroupFolder)} is not registered";
            }

            if (!string.IsNullOrWhiteSpace(task.Script))
            {
                return "it has a script that decides whether it runs, and scripts are not run here; resume it to run its prompt each time";
            }

            if (V1Schedule.FindObstacle(task, schedule, now) is { } obstacle)
            {
                return TerminalText.Safe(obstacle);
            }

            if (AgentContract.IsBlank(task.Prompt))
            {
                return "its prompt says nothing";
            }

            var ofGroup = active[task.GroupFolder] = active.GetValueOrDefault(task.GroupFolder) + 1;
            return ofGroup > settings.Host.TasksPerGroup
                ? $"its group has more than {settings.Host.TasksPerGroup} active tasks; resume it once others are cancelled"
                : null;
        }
    }

    private static async Task<IReadOnlyList<PendingChat>> ListPendingAsync(SqliteStore store, IReadOnlyList<ImportedGroup> groups, CancellationToken cancellationToken)
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

    private long Count(string table) => long.Parse(Query($"SELECT count(*) FROM {table}")!, System.Globalization.CultureInfo.InvariantCulture);

    private string? Query(string sql) => QueryAll(sql).FirstOrDefault();

    private List<string> QueryAll(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
