using Microsoft.Extensions.Logging;
using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>The outages that are watched, of everybody and of single chats, kept in the store; under the guard's lock.</summary>
internal sealed partial class OutageWatches(IStore store, SteadyClock clock, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, OutageWatch> _chats = new(StringComparer.Ordinal);

    /// <summary>As the store has them.</summary>
    public OutageBook Book { get; private set; } = OutageBook.Empty;

    /// <summary>Of the agent as a whole.</summary>
    public OutageWatch? Whole { get; private set; }

    public IReadOnlyDictionary<string, OutageWatch> Chats => _chats;

    public IEnumerable<OutageWatch> All => _chats.Values.Append(Whole).OfType<OutageWatch>();

    /// <summary>What keeps a chat from being answered; null for nothing.</summary>
    public OutageWatch? Of(string chatJid) => Whole ?? _chats.GetValueOrDefault(chatJid);

    /// <summary>Those that a chat's answer would end.</summary>
    public IReadOnlyList<OutageWatch> AllOf(string chatJid) => [.. new[] { Whole, _chats.GetValueOrDefault(chatJid) }.OfType<OutageWatch>()];

    /// <summary>Takes up what an earlier process knew; each may be tried at once.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        Book = await OutageBook.ReadAsync(store, cancellationToken);
        var now = clock.Now;
        Whole = Book.Whole is { } whole ? OutageWatch.Known(whole, now) : null;
        // Who was taken out meanwhile is not waited for.
        var groups = (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Jid).ToHashSet(StringComparer.Ordinal);
        foreach (var (chatJid, outage) in Book.Chats.Where(chat => groups.Contains(chat.Key)))
        {
            _chats[chatJid] = OutageWatch.Known(outage, now);
        }

        if (_chats.Count < Book.Chats.Count)
        {
            await WriteAsync(cancellationToken);
        }
    }

    /// <summary>Forgets a chat's own.</summary>
    /// <returns>Whether it had one.</returns>
    public bool Drop(string chatJid) => _chats.Remove(chatJid);

    /// <param name="chatJid">Whose it is; null: everybody's.</param>
    /// <param name="cause">What is wrong.</param>
    /// <param name="code">The word that said so.</param>
    public OutageWatch Open(string? chatJid, OutageCause cause, string code)
    {
        var now = time.GetUtcNow();
        var watch = new OutageWatch(
            new Outage
            {
                Id = $"outage-{now:yyyyMMddTHHmmssfff}{(chatJid is null ? "" : $"-{chatJid}")}",
                Cause = cause,
                Code = code,
                Since = now,
            },
            clock.Now
        );
        LogBegun(chatJid ?? "everybody", cause, code);
        return chatJid is null ? Whole = watch : _chats[chatJid] = watch;
    }

    /// <summary>It failed again, perhaps otherwise than before.</summary>
    /// <param name="watch">Which.</param>
    /// <param name="cause">What is wrong.</param>
    /// <param name="code">The word that said so.</param>
    /// <param name="asked">How long the agent asked to wait.</param>
    /// <param name="isTry">The one whose turn it was to try.</param>
    public void Note(OutageWatch watch, OutageCause cause, string code, TimeSpan? asked, bool isTry)
    {
        var now = time.GetUtcNow();
        if (watch.Outage.Cause != cause)
        {
            LogChanged(watch.Outage.Cause, cause, code);
            watch.CauseSince = clock.Now;
            watch.Outage = watch.Outage with { Cause = cause, CauseSince = now };
        }

        watch.Outage = watch.Outage with { Code = code, Until = asked >= OutageTimes.LongWait ? now + asked : null, Lasted = null };
        if (isTry)
        {
            watch.Trying = null;
            watch.NextTry = clock.Now + OutageTimes.WaitAfter(++watch.Tries, cause, asked);
        }
    }

    /// <summary>The agent has answered this chat: written down before anybody is told, so that nobody is told the contrary by the next process.</summary>
    public async Task EndAsync(string chatJid, CancellationToken cancellationToken)
    {
        foreach (var watch in AllOf(chatJid))
        {
            LogOver(watch.Outage.Cause, watch.Outage.Since);
            watch.Outage = watch.Outage with { Lasted = clock.Now - watch.Since };
        }

        await WriteAsync(cancellationToken);
    }

    /// <summary>Those that are over, and of which that is perhaps not told.</summary>
    public IReadOnlyList<OutageWatch> Ended => [.. All.Where(watch => watch.Outage.Lasted is not null)];

    /// <summary>Forgets those that are over.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        Whole = Whole?.Outage.Lasted is null ? Whole : null;
        foreach (var (chatJid, _) in _chats.Where(chat => chat.Value.Outage.Lasted is not null).ToList())
        {
            _chats.Remove(chatJid);
        }

        await WriteAsync(cancellationToken);
    }

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        Book = new() { Whole = Whole?.Outage, Chats = _chats.ToDictionary(chat => chat.Key, chat => chat.Value.Outage, StringComparer.Ordinal) };
        await Book.WriteAsync(store, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The agent does not answer {Who}: {Cause} ({Code}). Messages are kept.", EventName = "outage_begun")]
    private partial void LogBegun(string who, OutageCause cause, string code);

    [LoggerMessage(LogLevel.Error, "The agent does not answer, and for another reason than {Before}: {Cause} ({Code}).", EventName = "outage_changed")]
    private partial void LogChanged(OutageCause before, OutageCause cause, string code);

    [LoggerMessage(LogLevel.Information, "The agent answers again; since {Since} it did not ({Cause}).", EventName = "outage_over")]
    private partial void LogOver(OutageCause cause, DateTimeOffset since);
}
