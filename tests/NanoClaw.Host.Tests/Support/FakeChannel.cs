using System.Collections.Concurrent;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A chat service that recognises a delivery it has had already, and can fail before or after it took one.</summary>
internal sealed class FakeChannel : IStreamingChannel
{
    private readonly HashSet<string> _known = [];
    private readonly Lock _gate = new();
    private int _refusals;

    public ConcurrentQueue<OutgoingMessage> Sent { get; } = new();

    public ConcurrentQueue<string> Partials { get; } = new();

    /// <summary>What showing a part waits for.</summary>
    public TaskCompletionSource? PartialGate { get; set; }

    public bool HeedsCancellation { get; set; } = true;

    public ConcurrentQueue<(string ChatJid, bool IsTyping)> Typing { get; } = new();

    /// <summary>What the typing sign waits for, whatever is cancelled.</summary>
    public TaskCompletionSource? TypingGate { get; set; }

    /// <summary>For sends to come: true fails after the chat has the text, false before.</summary>
    public ConcurrentQueue<bool> Failures { get; } = new();

    /// <summary>Every text that came, in order, whatever became of it.</summary>
    public ConcurrentQueue<OutgoingMessage> Offered { get; } = new();

    /// <summary>Chats that it does not serve for now.</summary>
    public ConcurrentDictionary<string, bool> Unserved { get; } = new();

    /// <summary>How its chats' jids end.</summary>
    public string Suffix { get; init; } = "@fake";

    /// <summary>Texts that it will never take.</summary>
    public Func<OutgoingMessage, bool> Refuses { get; set; } = _ => false;

    /// <summary>What a failure or a refusal says of itself.</summary>
    public Func<OutgoingMessage, string> FailureText { get; set; } = _ => "blocked";

    public Func<IReadOnlyList<Chat>> Lists { get; set; } =
        () =>
            [
                new Chat
                {
                    Jid = "new@fake",
                    Name = "New",
                    IsGroup = true,
                },
            ];

    public Action OnCall { get; set; } = () => { };

    public string ChannelName { get; init; } = "fake";

    public string Name => ChannelName;

    public ChannelStatus Status { get; set; } = new(ChannelState.Connected);

    public int MaxTextLength { get; init; } = 1000;

    public bool Owns(string chatJid) => chatJid.EndsWith(Suffix, StringComparison.Ordinal) && !Unserved.ContainsKey(chatJid);

    public Task RunAsync(IInbox inbox, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        OnCall();
        Offered.Enqueue(message);
        if (!IsKnown(message) && (TakeRefusal() || Refuses(message)))
        {
            throw new ChannelRefusedException(FailureText(message));
        }

        var fails = Failures.TryDequeue(out var after);
        if (fails && !after)
        {
            throw new IOException(FailureText(message));
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
        return TypingGate?.Task ?? Task.CompletedTask;
    }

    public async Task ShowPartialAsync(string chatJid, string runId, string textSoFar, CancellationToken cancellationToken)
    {
        Partials.Enqueue(textSoFar);
        await (PartialGate?.Task.WaitAsync(HeedsCancellation ? cancellationToken : CancellationToken.None) ?? Task.CompletedTask);
    }

    public Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken) => Task.FromResult(Lists());

    /// <summary>Of the texts to come, the next new one is refused for good.</summary>
    public void RefuseNext() => Interlocked.Increment(ref _refusals);

    public IEnumerable<string> TextsTo(string chatJid) => Sent.Where(message => message.ChatJid == chatJid).Select(message => message.Text);

    private bool IsKnown(OutgoingMessage message)
    {
        lock (_gate)
        {
            return _known.Contains(message.DeliveryId);
        }
    }

    private bool TakeRefusal()
    {
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            return true;
        }

        Interlocked.Increment(ref _refusals);
        return false;
    }
}
