using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Running;

/// <summary>
/// Tells the main group of a channel that needs a person, where another channel leads there: its own people cannot be
/// told. Once, and when it is well again.
/// </summary>
internal sealed class ChannelNews(IStore store, ChannelSet channels, OutboxSender outbox, TimeProvider time)
{
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (channels.All.Count < 2)
        {
            return;
        }

        foreach (var channel in channels.All.Where(channel => channel.Status.State is ChannelState.SignedOut or ChannelState.Connected))
        {
            var isOut = channel.Status.State is ChannelState.SignedOut;
            var told = await store.State.FindAsync(KeyOf(channel), cancellationToken);
            if (isOut == told is not null || await FindMainAsync(channel, cancellationToken) is not { } main)
            {
                continue;
            }

            var key = told ?? $"channel-out:{channel.Name}:{time.GetUtcNow():yyyyMMddTHH}";
            await outbox.WithdrawAsync(main.Jid, key, cancellationToken);
            await outbox.AddAsync(
                Deliveries.Of(
                    isOut ? key : $"{key}:over",
                    main.Jid,
                    isOut
                        ? $"I am signed out of {channel.Name}, and answer nobody there: {ShownText.Line(channel.Status.Detail ?? "nanoclaw status says more.", 300)}"
                        : $"I am back on {channel.Name}.",
                    channels,
                    time
                ),
                cancellationToken
            );
            await (
                isOut
                    ? store.State.SetAsync(KeyOf(channel), key, cancellationToken).AsTask()
                    : store.State.RemoveAsync(KeyOf(channel), cancellationToken).AsTask()
            );
        }
    }

    /// <summary>The main group, where this is not the channel that leads to it.</summary>
    private async Task<RegisteredGroup?> FindMainAsync(IChannel channel, CancellationToken cancellationToken) =>
        (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is { } main && !channel.Owns(main.Jid) ? main : null;

    private static string KeyOf(IChannel channel) => $"channel-out:{channel.Name}";
}
