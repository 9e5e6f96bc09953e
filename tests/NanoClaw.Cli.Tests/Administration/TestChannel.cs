using System.Threading.Channels;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>A chat service that takes everything for <c>...@g.us</c>.</summary>
internal sealed class TestChannel : IChannel
{
    private readonly Channel<OutgoingMessage> _sent = Channel.CreateUnbounded<OutgoingMessage>();

    public string Name => "test";

    public ChannelStatus Status { get; set; } = new(ChannelState.Connected, "as Andy");

    public int MaxTextLength => 4000;

    public ChannelReader<OutgoingMessage> Sent => _sent.Reader;

    public bool Owns(string chatJid) => chatJid.EndsWith("@g.us", StringComparison.Ordinal);

    public Task RunAsync(IInbox inbox, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => await _sent.Writer.WriteAsync(message, cancellationToken);

    public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Chat>>([]);
}
