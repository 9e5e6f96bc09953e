using NanoClaw.Host.Channels;
using NanoClaw.Host.Runs;
using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>Tells people of an outage and of its end: each chat once, the main group the cure.</summary>
internal sealed class OutageTeller(IStore store, OutboxSender outbox, ChannelSet channels, HostOptions options, TimeProvider time)
{
    /// <summary>Whether it is time to say something.</summary>
    public bool IsDue(Outage outage, bool mayHeal) => time.GetUtcNow() >= DueAt(outage, mayHeal);

    /// <param name="outage">What is the matter.</param>
    /// <param name="mayHeal">Something is being done about it by itself.</param>
    public DateTimeOffset DueAt(Outage outage, bool mayHeal) =>
        outage.Since + (OutageTimes.IsToldAtOnce(outage) && !mayHeal ? TimeSpan.Zero : options.OutageToldAfter);

    /// <summary>Those who wait and were not told, and the main group.</summary>
    /// <returns>The outage with the chats that know now.</returns>
    public async Task<Outage> TellAsync(Outage outage, IEnumerable<string> waiting, bool isWhole, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var groups = await store.Groups.ListAsync(cancellationToken);
        var main = groups.FirstOrDefault(group => group.IsMain);
        var told = outage.Told.ToHashSet(StringComparer.Ordinal);
        foreach (var chatJid in waiting.Where(chat => chat != main?.Jid && told.Add(chat)).ToList())
        {
            await AddAsync($"{outage.Id}:chat", chatJid, OutageTexts.ForChat(outage, now, options.Zone), cancellationToken);
        }

        if (main is not null)
        {
            var troubled = isWhole ? null : groups.FirstOrDefault(group => told.Contains(group.Jid))?.Name;
            // Another cause is another cure.
            await AddAsync($"{outage.Id}:{outage.Cause}", main.Jid, OutageTexts.ForMain(outage, troubled, now, options.Zone), cancellationToken);
            told.Add(main.Jid);
        }

        return outage with { Told = [.. told] };
    }

    public async Task TellEndAsync(Outage outage, CancellationToken cancellationToken)
    {
        foreach (var chatJid in outage.Told)
        {
            await AddAsync($"{outage.Id}:over", chatJid, OutageTexts.ForEnd(outage, time.GetUtcNow()), cancellationToken);
        }
    }

    private async Task AddAsync(string key, string chatJid, string text, CancellationToken cancellationToken) =>
        await outbox.AddAsync(Deliveries.Of($"{key}:{chatJid}", chatJid, text, channels, time), cancellationToken);
}
