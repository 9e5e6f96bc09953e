using System.Collections.Concurrent;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Receiving;

/// <summary>Channels whose messages cannot be kept at the moment, and why: what a channel alone does not know of itself.</summary>
internal sealed class InboxTroubles(ChannelSet channels)
{
    private readonly ConcurrentDictionary<string, string> _reasons = new(StringComparer.Ordinal);

    public void Kept(string chatJid)
    {
        if (!_reasons.IsEmpty && channels.Find(chatJid) is { } channel)
        {
            _reasons.TryRemove(channel.Name, out _);
        }
    }

    public void NotKept(string chatJid, StoreException exception)
    {
        if (channels.Find(chatJid) is { } channel)
        {
            _reasons[channel.Name] = exception.Message;
        }
    }

    public async ValueTask WatchAsync(string chatJid, ValueTask write)
    {
        try
        {
            await write;
            Kept(chatJid);
        }
        catch (StoreException exception)
        {
            NotKept(chatJid, exception);
            throw;
        }
    }

    /// <summary>How the channel is doing, with what keeps its messages out.</summary>
    public ChannelStatus StatusOf(IChannel channel) =>
        _reasons.TryGetValue(channel.Name, out var reason)
            ? new(ChannelState.NotKeeping, $"Messages cannot be kept: {reason} The service gives them again once they can.")
            : channel.Status;
}
