using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Agents;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Shares;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Host.Bench;

/// <summary>An assistant with a store of its own on the disk, and groups that are answered without being called.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const int Groups = 50;

    private readonly SqliteStore _store;
    private readonly Assistant _assistant;
    private readonly BenchChannel _channel = new();
    private int _number;

    private Rig(string folder, IAgentRuntime runtime)
    {
        _store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(folder, "messages.db") });
        var options = new HostOptions
        {
            Shares = new RunShareOptions { RunsPerDay = 1_000_000 },
            GroupsFolder = Path.Combine(folder, "groups"),
            HealthPort = null,
            Budget = new BudgetOptions { SavingFrom = 100_000, StopAt = 100_000 },
        };
        _assistant = new Assistant(_store, runtime, [_channel], options, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public static async Task<Rig> StartAsync(string folder, IAgentRuntime runtime)
    {
        var rig = new Rig(folder, runtime);
        for (var group = 0; group < Groups; group++)
        {
            await rig._store.Groups.PutAsync(
                new RegisteredGroup
                {
                    Jid = Jid(group),
                    Name = Folder(group),
                    Folder = Folder(group),
                    Trigger = "@Andy",
                    AddedAt = DateTimeOffset.UtcNow,
                    RequiresTrigger = false,
                }
            );
        }

        await rig._assistant.StartAsync();
        return rig;
    }

    public static string Folder(int group) => $"group-{group}";

    /// <summary>From the message's coming in to its answer's going out; returns when its run has ended as well.</summary>
    public async Task<TimeSpan> AnswerAsync(int group)
    {
        var answer = _channel.NextAsync(Jid(group));
        var ended = _channel.EndAsync(Jid(group));
        var message = new ChatMessage
        {
            Id = $"m{Interlocked.Increment(ref _number)}",
            ChatJid = Jid(group),
            Sender = "someone@bench",
            SenderName = "Someone",
            Content = "What is seven and seven?",
            Timestamp = DateTimeOffset.UtcNow,
        };
        var started = Stopwatch.GetTimestamp();
        await _assistant.Inbox.ReceiveAsync(message);
        var took = Stopwatch.GetElapsedTime(started, await answer);
        await ended;
        return took;
    }

    /// <summary>Begins every group's session anew, so that a turn's history stays short.</summary>
    public async Task ForgetSessionsAsync()
    {
        for (var group = 0; group < Groups; group++)
        {
            await _store.Sessions.RemoveAsync(Folder(group));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _assistant.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static string Jid(int group) => $"{Folder(group)}@bench";
}
