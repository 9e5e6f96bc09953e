namespace NanoClaw.Host.Channels;

/// <summary>The channels of this process; which one a chat belongs to.</summary>
internal sealed class ChannelSet(IEnumerable<IChannel> channels)
{
    /// <summary>Used where no channel owns the chat yet: short enough for every known one.</summary>
    private const int ShortestLimit = 4000;

    public IReadOnlyList<IChannel> All { get; } = [.. channels];

    public IChannel? Find(string chatJid) => All.FirstOrDefault(channel => channel.Owns(chatJid));

    public int MaxTextLength(string chatJid) => Find(chatJid)?.MaxTextLength ?? ShortestLimit;
}
