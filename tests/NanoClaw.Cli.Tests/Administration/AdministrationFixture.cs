using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>A project's folder with a store of its own, at a fixed time in Paris; no port is listened on or asked.</summary>
public abstract class AdministrationFixture : IDisposable
{
    protected static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected AdministrationFixture(bool isRealTime = false, int? columns = null)
    {
        // The environment's own counts for more than the file's.
        Environment.SetEnvironmentVariable("TZ", null);
        Nanoclaw = new CommandLine
        {
            Time = isRealTime ? TimeProvider.System : Clock,
            OutputIsTerminal = columns is not null,
            Columns = columns ?? 80,
        };
        Nanoclaw.Env = "TZ=Europe/Paris\nHEALTH_PORT=none\n";
    }

    private protected CommandLine Nanoclaw { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Clock { get; } = new(Start);

    protected string StorePath => Path.Combine(Nanoclaw.Folder, "store", "messages.db");

    public void Dispose()
    {
        Nanoclaw.Dispose();
        GC.SuppressFinalize(this);
    }

    protected SqliteStore OpenStore(bool exclusive = false) =>
        SqliteStore.Open(
            new StoreOptions
            {
                Path = StorePath,
                Exclusive = exclusive,
                TimeProvider = Clock,
            }
        );

    /// <summary>Runs a command that has to succeed.</summary>
    protected async Task RunAsync(params string[] args)
    {
        var code = await Nanoclaw.RunAsync(args);
        Assert.True(code == 0, $"{string.Join(' ', args)} ended with {code}: {Nanoclaw.Error}");
    }

    /// <summary>Runs a command that has to succeed, and reads the JSON it prints.</summary>
    protected async Task<JsonElement> RunJsonAsync(params string[] args)
    {
        await RunAsync([.. args, "--json"]);
        return JsonDocument.Parse(Nanoclaw.Output).RootElement;
    }

    /// <summary>Runs a command that has to fail with a code, and gives what it said.</summary>
    protected async Task<string> FailAsync(int code, params string[] args)
    {
        Assert.Equal(code, await Nanoclaw.RunAsync(args));
        return Nanoclaw.Error;
    }

    protected static RegisteredGroup Group(string folder, bool isMain = false, string? jid = null) =>
        new()
        {
            Jid = jid ?? $"{folder}@g.us",
            Name = folder,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = Start,
            IsMain = isMain,
        };

    protected static ChatMessage Message(string id, string chat, double seconds = 0, bool isBot = false) =>
        new()
        {
            Id = id,
            ChatJid = chat,
            Sender = "33612345678@s.whatsapp.net",
            Content = $"text of {id}",
            Timestamp = Start.AddSeconds(seconds),
            IsBotMessage = isBot,
        };

    protected static ScheduledTask Task1(string id, string folder = "family") =>
        new()
        {
            Id = id,
            GroupFolder = folder,
            ChatJid = $"{folder}@g.us",
            Prompt = $"prompt of {id}",
            ScheduleType = ScheduleType.Interval,
            ScheduleValue = "900000",
            NextRun = Start.AddMinutes(5),
            CreatedAt = Start,
        };

    protected async Task StoreAsync(Func<IStore, Task> write)
    {
        await using var store = OpenStore();
        await write(store);
    }
}
