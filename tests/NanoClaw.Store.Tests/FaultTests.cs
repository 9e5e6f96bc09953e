using NanoClaw.Store.Sqlite;

namespace NanoClaw.Store.Tests;

public sealed class FaultTests : StoreFixture
{
    [Fact]
    public async Task A_second_process_is_told_which_process_has_the_store()
    {
        await using var store = Open();
        using var second = new WriterProcess(DatabasePath);

        var said = await second.ReadLineAsync(Token);

        Assert.StartsWith("InUse: ", said, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId},", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_is_free_again_after_its_process_was_killed()
    {
        using var other = new WriterProcess(DatabasePath);
        Assert.Equal("open", await other.ReadLineAsync(Token));
        var exception = Assert.Throws<StoreException>(() => Open());
        Assert.Contains($"process {other.Id},", exception.Message, StringComparison.Ordinal);

        await other.KillAsync(Token);

        await using var store = Open();
        Assert.NotNull(store);
    }

    [Fact]
    public async Task Every_message_that_was_said_to_be_stored_is_there_after_a_kill()
    {
        for (var round = 0; round < 5; round++)
        {
            using var writer = new WriterProcess(DatabasePath);
            Assert.Equal("open", await writer.ReadLineAsync(Token));
            for (var lines = 0; lines < 50 * (round + 1); lines++)
            {
                await writer.ReadLineAsync(Token);
            }

            var last = (await writer.KillAsync(Token)).Select(int.Parse).DefaultIfEmpty().Max();

            await using var store = Open();
            Assert.Equal("ok", V1Database.Query(DatabasePath, "PRAGMA integrity_check"));
            var stored = int.Parse(V1Database.Query(DatabasePath, "SELECT count(*) FROM messages")!);
            Assert.True(stored >= last, $"said {last}, stored {stored}");
            Assert.Equal(stored.ToString(), V1Database.Query(DatabasePath, "SELECT max(CAST(substr(id, 2) AS INTEGER)) FROM messages"));
        }
    }

    [Fact]
    public async Task Two_processes_write_beside_each_other_without_losing_anything()
    {
        await using var store = Open();
        using var other = new WriterProcess(DatabasePath, "shared");
        Assert.Equal("open", await other.ReadLineAsync(Token));

        for (var number = 0; number < 300; number++)
        {
            await store.Messages.AddAsync(Message($"own{number}"), Token);
        }

        var last = (await other.KillAsync(Token)).Select(int.Parse).DefaultIfEmpty().Max();
        Assert.Equal(300, (await IdsSinceAsync(store)).Length);
        Assert.True(int.Parse(V1Database.Query(DatabasePath, "SELECT count(*) FROM messages WHERE id LIKE 'm%'")!) >= last);
    }

    [Fact]
    public async Task A_new_database_is_its_owners_alone_whatever_its_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var store = Open();
        await store.Messages.AddAsync(Message("m1"), Token);

        Assert.All(
            new[] { DatabasePath, $"{DatabasePath}-wal", $"{DatabasePath}-shm" },
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode)
        );
    }

    [Fact]
    public async Task Who_holds_the_store_is_known_while_it_is_held_and_not_after()
    {
        Assert.Null(SqliteStore.FindOwner(DatabasePath));
        await using (Open())
        {
            Assert.StartsWith($"process {Environment.ProcessId}, since ", SqliteStore.FindOwner(DatabasePath), StringComparison.Ordinal);
        }

        Assert.Null(SqliteStore.FindOwner(DatabasePath));
        using (var killed = new WriterProcess(DatabasePath))
        {
            Assert.Equal("open", await killed.ReadLineAsync(Token));
            Assert.StartsWith($"process {killed.Id}, since ", SqliteStore.FindOwner(DatabasePath), StringComparison.Ordinal);
            await killed.KillAsync(Token);
        }

        Assert.Null(SqliteStore.FindOwner(DatabasePath));
    }

    [Fact]
    public async Task A_store_opened_and_closed_beside_the_running_one_moves_no_cursor_and_no_message()
    {
        await using var running = Open();
        using var beside = new CancellationTokenSource();
        var opened = 0;
        var visitor = Task.Run(
            async () =>
            {
                while (!beside.IsCancellationRequested)
                {
                    await using var other = Open(options => options with { Exclusive = false });
                    await other.State.SetAsync("visits", $"{++opened}", CancellationToken.None);
                }
            },
            Token
        );

        var cursors = new Dictionary<string, MessageCursor>(StringComparer.Ordinal);
        for (var number = 0; number < 600 || opened < 20; number++)
        {
            var chat = $"chat{number % 5}";
            // Late ones, and ones of the same time: where cursors of timestamps would go wrong.
            await running.Messages.AddAsync(Message($"m{number}", seconds: number % 7 * -1, chat: chat), Token);
            var waiting = await running.Messages.ReadSinceAsync(chat, cursors.GetValueOrDefault(chat), 10, Token);
            if (number % 3 == 0)
            {
                cursors[chat] = cursors.GetValueOrDefault(chat).Including(waiting[0]);
                await running.Cursors.SetAgentAsync(chat, cursors[chat], Token);
            }
        }

        await beside.CancelAsync();
        await visitor;
        Assert.Equal("ok", V1Database.Query(DatabasePath, "PRAGMA integrity_check"));
        foreach (var (chat, cursor) in cursors)
        {
            Assert.Equal(cursor, await running.Cursors.GetAgentAsync(chat, Token));
            var ids = await IdsSinceAsync(running, chat: chat);
            Assert.Equal(ids.OrderBy(id => int.Parse(id[1..])), ids);
        }
    }

    [Theory, InlineData(0.1), InlineData(0.4), InlineData(0.7), InlineData(0.97)]
    public async Task A_log_cut_off_by_a_power_failure_leaves_the_messages_up_to_some_moment(double kept)
    {
        await using (var store = Open())
        {
            for (var number = 1; number <= 200; number++)
            {
                await store.Messages.AddAsync(Message($"m{number:000}"), Token);
            }

            // As the disk would be found: the database, and as much of the log as had reached it.
            var path = DatabasePath + ".after";
            File.Copy(DatabasePath, path);
            var log = File.ReadAllBytes(DatabasePath + "-wal");
            File.WriteAllBytes(path + "-wal", log[..(int)(log.Length * kept)]);
        }

        await using var after = Open(options => options with { Path = DatabasePath + ".after" });

        Assert.Equal("ok", V1Database.Query(DatabasePath + ".after", "PRAGMA integrity_check"));
        var ids = await IdsSinceAsync(after);
        Assert.Equal(Enumerable.Range(1, ids.Length).Select(number => $"m{number:000}"), ids);
    }

    [Fact]
    public async Task A_full_store_says_so_keeps_what_it_has_and_goes_on_when_there_is_room()
    {
        var stored = 0;
        await using (var store = Open(options => options with { MaximumSizeBytes = 400_000 }))
        {
            var exception = await Assert.ThrowsAsync<StoreException>(async () =>
            {
                for (; ; stored++)
                {
                    await store.Messages.AddAsync(Message($"m{stored}", content: new string('x', 3000)), Token);
                }
            });

            Assert.Equal(StoreFailure.Full, exception.Failure);
            Assert.Equal(stored, (await IdsSinceAsync(store)).Length);
            Assert.True(await store.Sessions.FindAsync("family", Token) is null);
        }

        await using var larger = Open();
        await larger.Messages.AddAsync(Message("next"), Token);
        Assert.Equal(stored + 1, (await IdsSinceAsync(larger)).Length);
    }

    [Fact]
    public async Task In_a_full_store_a_write_that_fits_still_succeeds_beside_one_that_does_not()
    {
        await using var store = Open(options => options with { MaximumSizeBytes = 400_000 });
        await store.State.SetAsync("k", "v", Token);

        var writes = Enumerable
            .Range(0, 50)
            .Select(number =>
                Task.Run(
                    async () => await store.Messages.AddAsync(Message($"m{number}", content: new string('x', number % 10 == 0 ? 1_000_000 : 10)), Token),
                    Token
                )
            )
            .ToList();
        await Task.WhenAll(writes).ContinueWith(static _ => { }, TaskScheduler.Default);

        Assert.Equal(5, writes.Count(write => write.Exception?.InnerException is StoreException { Failure: StoreFailure.Full }));
        Assert.Equal(45, (await IdsSinceAsync(store)).Length);
    }

    [Fact]
    public async Task A_database_locked_by_another_program_is_told_after_the_busy_timeout_and_usable_afterwards()
    {
        await using var store = Open(options => options with { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        using (var other = V1Database.Connect(DatabasePath))
        using (other.BeginTransaction(deferred: false))
        {
            var exception = await Assert.ThrowsAsync<StoreException>(async () => await store.Messages.AddAsync(Message("a"), Token));

            Assert.Equal(StoreFailure.Busy, exception.Failure);
            Assert.Contains(DatabasePath, exception.Message, StringComparison.Ordinal);
            Assert.Empty(await IdsSinceAsync(store));
        }

        await store.Messages.AddAsync(Message("b"), Token);
        Assert.Equal(["b"], await IdsSinceAsync(store));
    }

    [Fact]
    public async Task A_short_lock_of_another_program_is_waited_out()
    {
        await using var store = Open();
        using var other = V1Database.Connect(DatabasePath);
        var transaction = other.BeginTransaction(deferred: false);

        var begun = new TaskCompletionSource();
        var write = Task.Run(
            async () =>
            {
                begun.SetResult();
                await store.Messages.AddAsync(Message("a"), Token);
            },
            Token
        );
        await begun.Task;
        Assert.False(write.IsCompleted);
        transaction.Rollback();
        await write;

        Assert.Equal(["a"], await IdsSinceAsync(store));
    }

    [Fact]
    public async Task Many_writers_at_once_share_commits_and_lose_nothing()
    {
        await using var store = Open();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 2000),
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Token },
            async (number, token) => await store.Messages.AddAsync(Message($"m{number}", chat: $"chat{number % 9}"), token)
        );

        Assert.Equal("2000", V1Database.Query(DatabasePath, "SELECT count(DISTINCT chat_jid || arrival) FROM messages"));
    }

    [Fact]
    public async Task Closing_waits_for_writes_under_way_and_refuses_later_ones()
    {
        var store = Open();
        var writes = Enumerable
            .Range(0, 200)
            .Select(number => Task.Run(async () => await store.Messages.AddAsync(Message($"m{number}"), CancellationToken.None), Token))
            .ToList();
        await Task.WhenAny(writes);
        await store.DisposeAsync();
        await Task.WhenAll(writes).ContinueWith(static _ => { }, TaskScheduler.Default);

        var stored = writes.Count(write => write.IsCompletedSuccessfully);
        Assert.All(writes.Where(write => write.IsFaulted), write => Assert.IsType<ObjectDisposedException>(write.Exception!.InnerException));
        await using var again = Open();
        Assert.Equal(stored, (await IdsSinceAsync(again)).Length);
    }
}
