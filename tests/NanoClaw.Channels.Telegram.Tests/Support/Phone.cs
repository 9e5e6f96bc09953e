using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Channels.Telegram.Tests.Support;

/// <summary>A server, a store and a clock, which outlive the channels between them.</summary>
internal sealed class Phone : IAsyncDisposable, IInbox
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-telegram-");
    private readonly List<Task> _running = [];
    private CancellationTokenSource _stop = new();

    public BotApiServer Server { get; private init; } = null!;

    public SqliteStore Store { get; private set; } = null!;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    public FakeLogCollector Logs { get; } = new();

    public ConcurrentQueue<ChatMessage> Received { get; } = new();

    public ConcurrentQueue<Chat> Chats { get; } = new();

    public ConcurrentQueue<ButtonPress> Presses { get; } = new();

    /// <summary>Failures of the inbox to come.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    public TelegramChannel Channel { get; private set; } = null!;

    public string FolderPath => _folder.FullName;

    public static async Task<Phone> CreateAsync()
    {
        var phone = new Phone { Server = await BotApiServer.StartAsync() };
        phone.Store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(phone.FolderPath, "messages.db"), TimeProvider = phone.Time });
        phone.Channel = phone.NewChannel();
        return phone;
    }

    public Task RunAsync(IInbox? inbox = null)
    {
        var run = Channel.RunAsync(inbox ?? this, _stop.Token);
        _running.Add(run);
        return run;
    }

    /// <summary>The process ends, and another begins.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _stop = new CancellationTokenSource();
        Channel = NewChannel();
    }

    public TelegramChannel NewChannel(string token = BotApiServer.Token) =>
        new(new TelegramOptions { Token = token, BaseUrl = Server.Url }, Store, Time, new FakeLogger<TelegramChannel>(Logs));

    /// <summary>Waits for a condition while time passes.</summary>
    public Task AsTimePassesAsync(Func<bool> condition) =>
        Eventually.TrueAsync(() =>
        {
            if (condition())
            {
                return true;
            }

            Time.Advance(TimeSpan.FromSeconds(1));
            return false;
        });

    public ValueTask ReceiveAsync(ChatMessage message, CancellationToken cancellationToken = default)
    {
        if (Failures.TryDequeue(out var failure))
        {
            throw failure;
        }

        Received.Enqueue(message);
        return ValueTask.CompletedTask;
    }

    /// <summary>What a press leads to.</summary>
    public PressAnswer Answer { get; set; } = new("7F: It is done.");

    public ValueTask<PressAnswer> AnswerAsync(ButtonPress press, CancellationToken cancellationToken = default)
    {
        Presses.Enqueue(press);
        return ValueTask.FromResult(Answer);
    }

    public ValueTask NoteChatAsync(Chat chat, CancellationToken cancellationToken = default)
    {
        Chats.Enqueue(chat);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Store.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        foreach (var run in _running)
        {
            await run.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        _running.Clear();
        Channel.Dispose();
        _stop.Dispose();
    }
}
