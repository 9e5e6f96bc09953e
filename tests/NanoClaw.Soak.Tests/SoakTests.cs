using System.Globalization;
using NanoClaw.Host;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Shares;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Soak.Tests;

/// <summary>
/// The assistant, its store on a disk, the client, the local cloud and the Worker in workerd, for as long as it takes to
/// answer five thousand messages while everything around it fails: half a minute on a quiet machine.
/// <c>NANOCLAW_SOAK_MESSAGES</c> (30,000 each night) and <c>NANOCLAW_SOAK_SEED</c> change it.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const long Megabyte = 1024 * 1024;
    private const int Samples = 20;

    private static readonly long Messages = Setting("NANOCLAW_SOAK_MESSAGES", 5_000);
    private static readonly int Seed = (int)Setting("NANOCLAW_SOAK_SEED", 1);

    [Fact]
    public async Task Every_message_over_fifty_groups_is_answered_once_and_in_order_while_all_around_fails_and_memory_stays_flat()
    {
        var folder = Directory.CreateTempSubdirectory("nanoclaw-soak-");
        var unobserved = 0;
        void Observe(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            Interlocked.Increment(ref unobserved);
            output.WriteLine($"Unobserved: {e.Exception}");
        }

        TaskScheduler.UnobservedTaskException += Observe;
        try
        {
            await RunAsync(folder.FullName);
            Assert.Equal(0, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Observe;
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(string folder)
    {
        var database = Path.Combine(folder, "store", "messages.db");
        var room = (8 * Megabyte) + (Messages * 6000);
        var clock = new BriskClock();
        var logs = new LogCounts();
        using var chats = new ChatService(Seed, Messages, clock);
        await using var cloud = await Cloud.StartAsync(Path.Combine(folder, "cloud"), Seed, clock);
        await using var store = SqliteStore.Open(
            new StoreOptions
            {
                Path = database,
                BusyTimeout = TimeSpan.FromMilliseconds(100),
                MaximumSizeBytes = room,
                TimeProvider = clock,
            }
        );
        for (var group = 0; group < ChatService.Groups; group++)
        {
            await store.Groups.PutAsync(
                new RegisteredGroup
                {
                    Jid = ChatService.Jid(group),
                    Name = $"Group {group}",
                    Folder = $"group-{group}",
                    Trigger = "@Andy",
                    AddedAt = clock.GetUtcNow(),
                    RequiresTrigger = false,
                },
                TestContext.Current.CancellationToken
            );
        }

        using var other = new OtherProgram(database, room);
        await using var assistant = new Assistant(
            store,
            cloud.Client,
            [chats],
            new HostOptions
            {
                Shares = new RunShareOptions { RunsPerDay = 1_000_000 },
                GroupsFolder = Path.Combine(folder, "groups"),
                PollInterval = TimeSpan.FromSeconds(10),
                // Ten months' runs in a few minutes: what is judged here is not the bill.
                Budget = new BudgetOptions { SavingFrom = 100_000, StopAt = 100_000 },
            },
            clock,
            logs
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = assistant.RunAsync(stop.Token);
        var faults = new Faults(cloud, chats, other, clock, Seed);
        var rounds = (int)Math.Max(1, Messages / 1000);
        var started = TimeProvider.System.GetTimestamp();
        var uses = new List<ResourceUse>();

        var all = Task.WhenAll(faults.RunAsync(Messages, rounds), MeasureAsync(chats, uses), chats.AnsweredAsync(Messages));
        var bound = TimeSpan.FromSeconds(120 + (Messages / 10));
        await Task.WhenAny(all, running, Task.Delay(bound, TestContext.Current.CancellationToken));
        Report(TimeProvider.System.GetElapsedTime(started), chats, cloud, faults, logs);
        Assert.False(running.IsCompleted, $"The assistant ended: {running.Exception}");
        Assert.True(all.IsCompleted, $"{chats.Answered} of {Messages} were answered in {bound}.");
        await all;

        // What was answered last is still being written down.
        await UntilAsync(async () =>
            (await store.Runs.ListUnfinishedAsync()).Count == 0
            && (await store.Outbox.ListPendingAsync()).Count == 0
            && (await store.Messages.ListPendingChatsAsync()).Count == 0
        );
        await stop.CancelAsync();
        await running;
        await assistant.StopAsync();

        Assert.Empty(chats.Violations);
        Assert.Empty(logs.Unforeseen);
        Assert.Equal(Messages, chats.Answered);
        ResourceUse.AssertFlat(uses);
        Assert.All(Enum.GetValues<Fault>(), fault => Assert.Equal(rounds, faults.Done[fault]));
    }

    private async Task MeasureAsync(ChatService chats, List<ResourceUse> uses)
    {
        for (var sample = 1; sample <= Samples; sample++)
        {
            var answered = Messages * sample / Samples;
            await chats.AnsweredAsync(answered);
            var use = ResourceUse.Measure(answered);
            uses.Add(use);
            // At once, also for the test's adapter: of a process that was silent for a minute it may miss the last words.
            output.WriteLine(
                $"  {use.Answered, 6} heap {use.Heap / (double)Megabyte:0.0} MB, large arrays {use.LargeArrays / (double)Megabyte:0.0} MB, working set {use.WorkingSet / Megabyte} MB, handles {use.Handles}, threads {use.Threads}"
            );
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private void Report(TimeSpan took, ChatService chats, Cloud cloud, Faults faults, LogCounts logs)
    {
        output.WriteLine($"seed {Seed}: {chats.Answered} messages in {took.TotalSeconds:0.0} s, {chats.Answered / took.TotalSeconds:0} a second");
        output.WriteLine($"faults: {string.Join(", ", faults.Done.Select(pair => $"{pair.Key} {pair.Value}"))}");
        output.WriteLine($"connections broken {cloud.Network.Cut}; sends that failed or came again {chats.Repeats}");
        output.WriteLine($"model: {string.Join(", ", cloud.Model.Faults.Select(pair => $"{pair.Key} {pair.Value}"))}");
        output.WriteLine($"messages the store refused: {string.Join(", ", chats.Refusals.Select(pair => $"{pair.Key} {pair.Value}"))}");
        foreach (var (what, count) in logs.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"  {count, 6} {what}");
        }

        foreach (var unforeseen in logs.Unforeseen.Take(5))
        {
            output.WriteLine(unforeseen.ToString());
        }

        foreach (var violation in chats.Violations.Take(20))
        {
            output.WriteLine(violation);
        }
    }

    private static long Setting(string name, long usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : usual;
}
