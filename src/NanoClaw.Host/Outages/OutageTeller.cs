using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>Tells people of an outage and of its end: each chat once, the main group the cure.</summary>
internal sealed class OutageTeller(IStore store, OutboxSender outbox, ChannelSet channels, HostOptions options, SteadyClock clock, TimeProvider time)
{
    /// <summary>The ids of sent texts, by which nobody is told twice, are known for a week. What is older has been told.</summary>
    private static readonly TimeSpan TextsKnown = TimeSpan.FromDays(6);

    /// <summary>Whether those who were told would be known.</summary>
    public bool MayTellAgain(OutageWatch watch) => clock.Now - watch.Since < TextsKnown;

    /// <summary>Whether it is time to say something.</summary>
    public bool IsDue(OutageWatch watch, bool mayHeal) => clock.Now >= BeginsAt(watch, mayHeal);

    /// <summary>Whether a cause that was told before has stood long enough to be told again.</summary>
    public bool IsCureDue(OutageWatch watch) => clock.Now >= CureDueAt(watch);

    /// <summary>Whether another group is the main one since the cure was told, or is one at all.</summary>
    public async Task<bool> HasNewMainAsync(Outage outage, CancellationToken cancellationToken) =>
        outage.Told.Count > 0 && await FindMainAsync(cancellationToken) is { } main && main.Jid != outage.ToldMain;

    /// <summary>When there is something to say next.</summary>
    /// <param name="watch">What is the matter.</param>
    /// <param name="mayHeal">Something is being done about it by itself.</param>
    public DateTimeOffset DueAt(OutageWatch watch, bool mayHeal) => BeginsAt(watch, mayHeal) is var begins && begins > clock.Now ? begins : CureDueAt(watch);

    /// <summary>Those who wait and were not told, and the main group.</summary>
    /// <param name="watch">What is the matter.</param>
    /// <param name="waiting">Who waits.</param>
    /// <param name="isWhole">Whether nobody is answered.</param>
    /// <param name="keep">Keeps the outage with the chats that know, before any of them is told: a process that dies in
    /// between tells them at its next start.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellAsync(OutageWatch watch, IEnumerable<string> waiting, bool isWhole, Func<Outage, Task> keep, CancellationToken cancellationToken)
    {
        var outage = watch.Outage;
        var main = await FindMainAsync(cancellationToken);
        var cured = outage.ToldCause is null || IsCureDue(watch) ? outage.WithCureTold() : outage;
        IReadOnlyList<string> listeners = [.. waiting, .. main is null ? [] : new[] { main.Jid }];
        var told = cured with { Told = [.. outage.Told.Union(listeners, StringComparer.Ordinal)], ToldMain = main?.Jid };
        await keep(told);
        await TellAsync(told, listeners, isWhole, cancellationToken);
    }

    /// <summary>Those who are to know; who was told already is not told twice.</summary>
    public Task TellAgainAsync(Outage outage, bool isWhole, CancellationToken cancellationToken) => TellAsync(outage, outage.Told, isWhole, cancellationToken);

    private async Task TellAsync(Outage outage, IEnumerable<string> listeners, bool isWhole, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var groups = await store.Groups.ListAsync(cancellationToken);
        var troubled = isWhole ? null : groups.FirstOrDefault(group => !group.IsMain && outage.Told.Contains(group.Jid, StringComparer.Ordinal));
        // Another cause is another cure, which is the main group's alone.
        var cure = outage with
        {
            Cause = outage.ToldCause ?? outage.Cause,
        };
        var times = outage.TimesTold(cure.Cause);
        foreach (var chatJid in listeners)
        {
            await (
                groups.Any(group => group.IsMain && group.Jid == chatJid)
                    ? AddAsync(
                        $"{outage.Id}:{cure.Cause}{(times > 1 ? $":{times}" : "")}",
                        chatJid,
                        OutageTexts.ForMain(cure, troubled is null ? null : ShownText.Line(troubled.Name, 64), now, options.Zone),
                        cancellationToken
                    )
                    : AddAsync($"{outage.Id}:chat", chatJid, OutageTexts.ForChat(outage, now, options.Zone), cancellationToken)
            );
        }
    }

    /// <summary>A chat whose channel was away as well reads that it is over, and nothing of it before.</summary>
    /// <param name="watch">What is over.</param>
    /// <param name="told">Who knew of it, and is told that it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellEndAsync(OutageWatch watch, IReadOnlyCollection<string> told, CancellationToken cancellationToken)
    {
        foreach (var chatJid in watch.Outage.Told)
        {
            await outbox.WithdrawAsync(chatJid, $"{watch.Outage.Id}:", cancellationToken);
        }

        foreach (var chatJid in told)
        {
            await AddAsync($"{watch.Outage.Id}:over", chatJid, OutageTexts.ForEnd(watch.Outage.Lasted!.Value), cancellationToken);
        }
    }

    private async Task<RegisteredGroup?> FindMainAsync(CancellationToken cancellationToken) =>
        (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain);

    private DateTimeOffset BeginsAt(OutageWatch watch, bool mayHeal) =>
        watch.Since + (OutageTimes.IsToldAtOnce(watch.Outage) && !mayHeal ? TimeSpan.Zero : options.OutageToldAfter);

    private static DateTimeOffset CureDueAt(OutageWatch watch) => watch.CauseSince + OutageTimes.StandsFor(watch.Outage.TimesTold(watch.Outage.Cause));

    private async Task AddAsync(string key, string chatJid, string text, CancellationToken cancellationToken) =>
        await outbox.AddAsync(Deliveries.Of($"{key}:{chatJid}", chatJid, text, channels, time), cancellationToken);
}
