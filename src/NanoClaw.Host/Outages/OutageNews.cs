namespace NanoClaw.Host.Outages;

/// <summary>
/// Whom to tell of the outages that are watched, and when: each chat once, the main group the cure whenever it is
/// another one; under the guard's lock.
/// </summary>
internal sealed class OutageNews(OutageWatches watches, OutageTeller teller, IAgentRemedy? remedy)
{
    /// <summary>After a start: those who are to know, should the process have died before they were told.</summary>
    public async Task TellAgainAsync(CancellationToken cancellationToken)
    {
        foreach (var watch in watches.All.Where(watch => watch.Outage.Told.Count > 0))
        {
            await teller.TellAgainAsync(watch.Outage, watch == watches.Whole, cancellationToken);
        }
    }

    public async Task TellAsync(IReadOnlyCollection<string> waiting, CancellationToken cancellationToken)
    {
        if (watches.Whole is { } whole && IsToTell(whole, waiting))
        {
            await TellAsync(whole, waiting, isWhole: true, cancellationToken);
        }

        foreach (var (chatJid, watch) in watches.Chats.Where(chat => IsToTell(chat.Value, [chat.Key])))
        {
            await TellAsync(watch, [chatJid], isWhole: false, cancellationToken);
        }
    }

    public async Task TellEndAsync(string chatJid, CancellationToken cancellationToken)
    {
        foreach (var watch in watches.AllOf(chatJid))
        {
            await teller.TellEndAsync(watch, cancellationToken);
        }
    }

    /// <summary>When there is something to say of it, if nothing changes.</summary>
    public DateTimeOffset DueAt(OutageWatch watch) => teller.DueAt(watch, MayHeal(watch));

    private Task TellAsync(OutageWatch watch, IEnumerable<string> waiting, bool isWhole, CancellationToken cancellationToken) =>
        teller.TellAsync(
            watch,
            waiting,
            isWhole,
            told =>
            {
                watch.Outage = told;
                return watches.WriteAsync(cancellationToken);
            },
            cancellationToken
        );

    private bool IsToTell(OutageWatch watch, IEnumerable<string> waiting) =>
        teller.IsDue(watch, MayHeal(watch))
        && (waiting.Except(watch.Outage.Told, StringComparer.Ordinal).Any() || (watch.Outage.HasOtherCureThanTold && teller.IsCureDue(watch)));

    private bool MayHeal(OutageWatch watch) => remedy?.Cures(watch.Outage.Cause) is true;
}
