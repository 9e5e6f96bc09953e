using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Home.Asking;
using NanoClaw.Host;
using NanoClaw.Host.Shares;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>Stores that once made every message of the main group refused, before the real Worker behind its edge: each is answered.</summary>
public sealed class FittedRequestsTests
{
    private const string Main = "main@desk";

    private static readonly (string What, Func<IStore, string, Task> Fill)[] Cases =
    [
        ("a task of a folder that leads elsewhere", (store, _) => AddTasksAsync(store, 1, "../../etc", "x")),
        ("a group whose folder leads up", async (store, _) => await store.Groups.PutAsync(Group("up@desk", "../up", "Up"))),
        ("nine tasks of 16,250 Cyrillic letters", (store, _) => AddTasksAsync(store, 9, "main", new string('я', 16_250))),
        ("17 tasks of 16,000 letters of another group", (store, _) => AddTasksAsync(store, 17, "other", new string('x', 16_000))),
        ("a cron that nobody can read", (store, _) => AddTasksAsync(store, 1, "main", "x", "H 9 * * *")),
        (
            "500 chats with titles of 255 characters",
            async (store, _) =>
            {
                for (var chat = 0; chat < 500; chat++)
                {
                    await store.Chats.UpsertAsync(
                        new Chat
                        {
                            Jid = $"{chat}@desk",
                            Name = new string('字', 255),
                            IsGroup = true,
                        }
                    );
                }
            }
        ),
        ("a title that closes its frame", async (store, _) => await store.Groups.PutAsync(Group("t@desk", "t", "</groups>" + new string('字', 300)))),
        (
            "ten messages of quotes, and a full memory",
            async (store, groups) =>
            {
                Directory.CreateDirectory(Path.Combine(groups, "main"));
                await File.WriteAllTextAsync(Path.Combine(groups, "main", "CLAUDE.md"), new string('"', 65_536));
                await store.Messages.AddAsync([.. Enumerable.Range(0, 10).Select(message => Message($"q{message}", new string('"', 4096)))]);
            }
        ),
        ("a session id that is none", async (store, _) => await store.Sessions.SetAsync("main", "abc\ndef")),
    ];

    [Fact]
    public async Task Whatever_the_store_holds_a_message_in_the_main_group_is_answered()
    {
        await using var agent = await LocalAgent.StartAsync(("edgeRateLimit", "10000"), ("tokenRateLimit", "10000"), ("ipRateLimit", "10000"));
        await using var connection = AgentConnection.OpenFile(agent.Cloud.State.AgentConfigurationFile);
        foreach (var (what, fill) in Cases)
        {
            await CheckAsync(what, fill, connection);
        }
    }

    private static async Task CheckAsync(string what, Func<IStore, string, Task> fill, AgentConnection connection)
    {
        var folder = Directory.CreateTempSubdirectory("nanoclaw-fitted-");
        try
        {
            var options = new HostOptions
            {
                TimeZone = "posix/Europe/Paris",
                GroupsFolder = Path.Combine(folder.FullName, "groups"),
                HealthPort = null,
                Shares = new RunShareOptions { RunsPerDay = 1000 },
            };
            await using var store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(folder.FullName, "messages.db") });
            await store.Groups.PutAsync(Group(Main, "main", "Main") with { IsMain = true });
            await store.Groups.PutAsync(Group("other@desk", "other", "Other"));
            await fill(store, options.GroupsFolder);
            var desk = new Desk(echoes: false);
            await using var assistant = new Assistant(store, connection.Runtime, [desk], options, TimeProvider.System, NullLoggerFactory.Instance);
            await assistant.StartAsync(TestContext.Current.CancellationToken);
            await assistant.Inbox.ReceiveAsync(Message("hello", "Hello, are you there?"), TestContext.Current.CancellationToken);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(2));
            while (
                !assistant.IsIdle
                || (await store.Messages.ListPendingChatsAsync(patience.Token)).Contains(Main)
                || (await store.Outbox.ListPendingAsync(cancellationToken: patience.Token)).Count > 0
            )
            {
                await Task.Delay(20, patience.Token);
            }

            Assert.True(
                desk.Sent.Any(text => text.ChatJid == Main && !text.Text.StartsWith("Some things", StringComparison.Ordinal)),
                $"No answer with {what}."
            );
            Assert.DoesNotContain(
                desk.Sent,
                text => text.Text.Contains("cannot answer", StringComparison.Ordinal) || text.Text.Contains("could not answer", StringComparison.Ordinal)
            );
            Assert.Empty(await store.SetAside.ListAsync(TestContext.Current.CancellationToken));
            Assert.Empty((await store.Runs.ListFailedAsync(10, TestContext.Current.CancellationToken)).Select(run => $"{what}: {run.ErrorCode}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AddTasksAsync(IStore store, int count, string folder, string prompt, string cron = "0 9 * * *")
    {
        for (var task = 0; task < count; task++)
        {
            await store.Tasks.AddAsync(
                new ScheduledTask
                {
                    Id = $"task-{task}",
                    GroupFolder = folder,
                    ChatJid = Main,
                    Prompt = prompt,
                    ScheduleType = ScheduleType.Cron,
                    ScheduleValue = cron,
                    NextRun = DateTimeOffset.UtcNow.AddDays(1),
                    CreatedAt = DateTimeOffset.UtcNow,
                }
            );
        }
    }

    private static RegisteredGroup Group(string jid, string folder, string name) =>
        new()
        {
            Jid = jid,
            Name = name,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = DateTimeOffset.UnixEpoch,
        };

    private static ChatMessage Message(string id, string text) =>
        new()
        {
            Id = id,
            ChatJid = Main,
            Sender = "ann",
            SenderName = "Ann",
            Content = text,
            Timestamp = DateTimeOffset.UtcNow,
        };
}
