using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging.Testing;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Channels.WhatsApp.Tests.Support;

/// <summary>WhatsApp, a store's folder and an inbox, which outlive the channels and sidecars between them.</summary>
internal sealed class Phone : IAsyncDisposable, IInbox
{
    public const string Me = "15550001111@s.whatsapp.net";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-whatsapp-");
    private readonly List<Task> _running = [];
    private CancellationTokenSource _stop = new();

    public Phone(bool ownNumber = true, bool isLoggedIn = true)
    {
        Script = Path.Combine(FolderPath, "sidecar.mjs");
        File.WriteAllText(
            Script,
            $$"""
            import { serveScripted } from {{System.Text.Json.JsonSerializer.Serialize(
                new Uri(Path.Combine(SidecarFolder, "src", "testing", "serve-scripted.js")).AbsoluteUri
            )}};
            await serveScripted({{WhatsApp.Port}});
            """
        );
        Options = new WhatsAppOptions
        {
            StoreFolder = Path.Combine(FolderPath, "store"),
            AssistantHasOwnNumber = ownNumber,
            SidecarScript = Script,
            FirstRestartWait = TimeSpan.FromMilliseconds(20),
        };
        if (isLoggedIn)
        {
            LogIn();
        }

        Channel = NewChannel();
    }

    public static string RepositoryRoot { get; } =
        typeof(Phone).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "RepositoryRoot").Value!;

    public static string SidecarFolder { get; } = Path.Combine(RepositoryRoot, "src", "whatsapp-sidecar");

    public FakeWhatsApp WhatsApp { get; } = new();

    public WhatsAppOptions Options { get; set; }

    public string Script { get; }

    public string FolderPath => _folder.FullName;

    public FakeLogCollector Logs { get; } = new();

    /// <summary>As the store keeps them: by chat and id, each once.</summary>
    public ConcurrentDictionary<(string ChatJid, string Id), ChatMessage> Stored { get; } = new();

    /// <summary>In the order of arrival, repetitions included.</summary>
    public ConcurrentQueue<ChatMessage> Received { get; } = new();

    public ConcurrentQueue<Chat> Chats { get; } = new();

    /// <summary>What happens before a message is stored.</summary>
    public Func<ChatMessage, Task> OnReceiving { get; set; } = static _ => Task.CompletedTask;

    public WhatsAppChannel Channel { get; private set; }

    public void LogIn()
    {
        Directory.CreateDirectory(Options.LoginFolder);
        // v1's file, as far as a scripted socket looks at it.
        File.WriteAllText(
            Options.CredentialsFile,
            """
            {"me":{"id":"15550001111:3@s.whatsapp.net","lid":"990000000000001:3@lid","name":"Andy's phone"},"account":{"details":{"type":"Buffer","data":"AA=="}},"registered":false}
            """
        );
    }

    /// <summary>Somebody logs in while the channel waits for that; the clock of files may be coarse.</summary>
    public async Task LogInLaterAsync()
    {
        var before = File.GetLastWriteTimeUtc(Options.CredentialsFile);
        do
        {
            LogIn();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        } while (File.GetLastWriteTimeUtc(Options.CredentialsFile) == before);
    }

    /// <summary>Another sidecar in the place of ours.</summary>
    public void UseSidecar(string source) => File.WriteAllText(Script, source);

    public Task RunAsync(IInbox? inbox = null)
    {
        var run = Task.Run(() => Channel.RunAsync(inbox ?? this, _stop.Token));
        _running.Add(run);
        return run;
    }

    public async Task ConnectAsync()
    {
        _ = RunAsync();
        // It says so a moment before it has the sidecar that it is connected by.
        await Eventually.TrueAsync(() => Channel.Status.State is ChannelState.Connected && Channel.SidecarId is not null);
    }

    /// <summary>The process ends, and another begins.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _stop = new CancellationTokenSource();
        Channel = NewChannel();
    }

    /// <summary>The process is gone without an end, and another begins; its sidecar is gone already.</summary>
    public async Task AbandonAsync()
    {
        await _stop.CancelAsync();
        _running.Clear();
        _stop = new CancellationTokenSource();
        Channel = NewChannel();
    }

    /// <summary>The sidecar ends as by kill -9.</summary>
    public void KillSidecar()
    {
        if (Channel.SidecarId is { } id)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
    }

    public WhatsAppChannel NewChannel() => new(Options, TimeProvider.System, new FakeLogger<WhatsAppChannel>(Logs));

    public async ValueTask ReceiveAsync(ChatMessage message, CancellationToken cancellationToken = default)
    {
        await OnReceiving(message);
        Received.Enqueue(message);
        Stored.TryAdd((message.ChatJid, message.Id), message);
    }

    public ValueTask<PressAnswer> AnswerAsync(ButtonPress press, CancellationToken cancellationToken = default)
    {
        throw new NotSupportedException("WhatsApp has no buttons.");
    }

    public ValueTask NoteChatAsync(Chat chat, CancellationToken cancellationToken = default)
    {
        Chats.Enqueue(chat);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await WhatsApp.DisposeAsync();
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
        _stop.Dispose();
    }
}
