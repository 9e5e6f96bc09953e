using System.Collections.Concurrent;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>A channel that takes everything, and can give it back as its account's own words, as a shared account does.</summary>
internal sealed class Desk(bool echoes) : IChannel
{
    /// <summary>An assistant that answers itself would never end.</summary>
    private const int MostEchoes = 6;

    private int _echoed;

    public ConcurrentQueue<OutgoingMessage> Sent { get; } = new();

    public IInbox? Inbox { get; set; }

    public string Name => "desk";

    public ChannelStatus Status => new(ChannelState.Connected);

    public int MaxTextLength => 4_096;

    public bool Owns(string chatJid) => chatJid.EndsWith("@desk", StringComparison.Ordinal);

    public Task RunAsync(IInbox inbox, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        Sent.Enqueue(message);
        if (echoes && Inbox is not null && Interlocked.Increment(ref _echoed) <= MostEchoes)
        {
            await Inbox.ReceiveAsync(
                new ChatMessage
                {
                    Id = $"echo-{message.DeliveryId}",
                    ChatJid = message.ChatJid,
                    Sender = "me",
                    Content = message.Text,
                    Timestamp = DateTimeOffset.UtcNow,
                    IsFromMe = true,
                },
                cancellationToken
            );
        }
    }

    public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Chat>>([]);
}
