using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>Tells people of an outage and of its end: each chat once, the main group the cure.</summary>
internal sealed class OutageTeller(IStore store, OutboxSender outbox, ChannelSet channels, HostOptions options, TimeProvider time)
{
    /// <summary>Whether it is time to say something.</summary>
    public bool IsDue(Outage outage, bool mayHeal) => time.GetUtcNow() >= BeginsAt(outage, mayHeal);

    /// <summary>Whether a cause that was told before has stood long enough to be told again.</summary>
    public bool IsCureDue(Outage outage) => time.GetUtcNow() >= CureDueAt(outage);

    /// <summary>When there is something to say next.</summary>
    /// <param name="outage">What is the matter.</param>
    /// <param name="mayHeal">Something is being done about it by itself.</param>
    public DateTimeOffset DueAt(Outage outage, bool mayHeal) =>
        BeginsAt(outage, mayHeal) is var begins && begins > time.GetUtcNow() ? begins : CureDueAt(outage);

    /// <summary>Those who wait and were not told, and the main group.</summary>
    /// <param name="outage">What is the matter.</param>
    /// <param name="waiting">Who waits.</param>
    /// <param name="isWhole">Whether nobody is answered.</param>
    /// <param name="keep">Keeps the outage with the chats that know, before any of them is told: a process that dies in between tells them at its next start.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellAsync(
        Outage outage, IEnumerable<string> waiting, bool isWhole, Func<Outage, Task> keep, CancellationToken cancellationToken)
    {
        var main = (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain);
        var cured = outage.ToldCause is null || IsCureDue(outage) ? outage.WithCureTold() : outage;
        var told = cured with { Told = [.. outage.Told.Union([.. waiting, .. main is null ? [] : new[] { main.Jid }], StringComparer.Ordinal)] };
        await keep(told);
        await TellAgainAsync(told, isWhole, cancellationToken);
    }

    /// <summary>Those who are to know; who was told already is not told twice.</summary>
    public async Task TellAgainAsync(Outage outage, bool isWhole, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var groups = await store.Groups.ListAsync(cancellationToken);
        var troubled = isWhole ? null : groups.FirstOrDefault(group => !group.IsMain && outage.Told.Contains(group.Jid, StringComparer.Ordinal))?.Name;
        // Another cause is another cure, which is the main group's alone.
        var cure = outage with { Cause = outage.ToldCause ?? outage.Cause };
        var times = outage.TimesTold(cure.Cause);
        foreach (var chatJid in outage.Told)
        {
            await (groups.Any(group => group.IsMain && group.Jid == chatJid)
                ? AddAsync($"{outage.Id}:{cure.Cause}{(times > 1 ? $":{times}" : "")}", chatJid, OutageTexts.ForMain(cure, troubled, now, options.Zone), cancellationToken)
                : AddAsync($"{outage.Id}:chat", chatJid, OutageTexts.ForChat(outage, now, options.Zone), cancellationToken));
        }
    }

    public async Task TellEndAsync(Outage outage, CancellationToken cancellationToken)
    {
        foreach (var chatJid in outage.Told)
        {
            await AddAsync($"{outage.Id}:over", chatJid, OutageTexts.ForEnd(outage, time.GetUtcNow()), cancellationToken);
        }
    }

    private DateTimeOffset BeginsAt(Outage outage, bool mayHeal) =>
        outage.Since + (OutageTimes.IsToldAtOnce(outage) && !mayHeal ? TimeSpan.Zero : options.OutageToldAfter);

    private static DateTimeOffset CureDueAt(Outage outage) =>
        (outage.CauseSince ?? outage.Since) + OutageTimes.StandsFor(outage.TimesTold(outage.Cause));

    private async Task AddAsync(string key, string chatJid, string text, CancellationToken cancellationToken) =>
        await outbox.AddAsync(Deliveries.Of($"{key}:{chatJid}", chatJid, text, channels, time), cancellationToken);
}
