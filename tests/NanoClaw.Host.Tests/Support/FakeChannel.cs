using System.Collections.Concurrent;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A chat service that recognises a delivery it has had already, and can fail before or after it took one.</summary>
internal sealed class FakeChannel : IStreamingChannel
{
    private readonly HashSet<string> _known = [];
    private readonly Lock _gate = new();

    public ConcurrentQueue<OutgoingMessage> Sent { get; } = new();

    public ConcurrentQueue<string> Partials { get; } = new();

    /// <summary>What showing a part waits for.</summary>
    public TaskCompletionSource? PartialGate { get; set; }

    public ConcurrentQueue<(string ChatJid, bool IsTyping)> Typing { get; } = new();

    /// <summary>For sends to come: true fails after the chat has the text, false before.</summary>
    public ConcurrentQueue<bool> Failures { get; } = new();

    /// <summary>Texts that it will never take.</summary>
    public Func<OutgoingMessage, bool> Refuses { get; set; } = _ => false;

    public Action OnCall { get; set; } = () => { };

    public string Name => "fake";

    public ChannelStatus Status { get; set; } = new(ChannelState.Connected);

    public int MaxTextLength { get; init; } = 1000;

    public bool Owns(string chatJid) => chatJid.EndsWith("@fake", StringComparison.Ordinal);

    public Task RunAsync(IInbox inbox, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        OnCall();
        if (Refuses(message))
        {
            throw new ChannelRefusedException("blocked");
        }

        var fails = Failures.TryDequeue(out var after);
        if (fails && !after)
        {
            throw new IOException("not sent");
        }

        lock (_gate)
        {
            if (_known.Add(message.DeliveryId))
            {
                Sent.Enqueue(message);
            }
        }

        return fails ? throw new IOException("sent, but the answer was lost") : Task.CompletedTask;
    }

    public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken)
    {
        Typing.Enqueue((chatJid, isTyping));
        return Task.CompletedTask;
    }

    public async Task ShowPartialAsync(string chatJid, string runId, string textSoFar, CancellationToken cancellationToken)
    {
        Partials.Enqueue(textSoFar);
        await (PartialGate?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask);
    }

    public Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Chat>>([new Chat { Jid = "new@fake", Name = "New", IsGroup = true }]);

    public IEnumerable<string> TextsTo(string chatJid) => Sent.Where(message => message.ChatJid == chatJid).Select(message => message.Text);
}
