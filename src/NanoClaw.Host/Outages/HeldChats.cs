namespace NanoClaw.Host.Outages;

/// <summary>Chats that wait for the end of an outage, and whose turn it is to try.</summary>
internal sealed class HeldChats
{
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _tried = new(StringComparer.Ordinal);
    private string? _offered;
    private long _turn;

    public int Count => _since.Count;

    public IReadOnlyCollection<string> All => _since.Keys;

    public void Add(string chatJid, DateTimeOffset waitingSince) => _since[chatJid] = waitingSince;

    public bool Remove(string chatJid) => _since.Remove(chatJid);

    /// <summary>
    /// Who is to try: the one that tried longest ago, and of those that never did, who waits longest. One that fails
    /// always does not keep the others from trying.
    /// </summary>
    public string? Offer()
    {
        // Who was offered a turn and did not come lets the others go first.
        if (_offered is { } absent && _since.ContainsKey(absent))
        {
            _tried[absent] = ++_turn;
        }

        return _offered = Next();
    }

    public bool MayTry(string chatJid) => chatJid == _offered || chatJid == Next();

    public void Tries(string chatJid)
    {
        _since.Remove(chatJid);
        _tried[chatJid] = ++_turn;
        _offered = null;
    }

    /// <summary>All of them, who waits longest first; none is held any more.</summary>
    public IReadOnlyList<string> Release()
    {
        List<string> chats = [.. _since.OrderBy(chat => chat.Value).Select(chat => chat.Key)];
        _since.Clear();
        _tried.Clear();
        _offered = null;
        return chats;
    }

    private string? Next() => _since.Count == 0 ? null : _since.MinBy(chat => (_tried.GetValueOrDefault(chat.Key), chat.Value)).Key;
}
