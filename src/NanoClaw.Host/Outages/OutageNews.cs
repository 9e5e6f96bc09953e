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
        foreach (var watch in watches.All.Where(watch => watch.Outage.Told.Count > 0 && teller.MayTellAgain(watch)))
        {
            await teller.TellAgainAsync(watch.Outage, watch == watches.Whole, cancellationToken);
        }
    }

    public async Task TellAsync(IReadOnlyCollection<string> waiting, CancellationToken cancellationToken)
    {
        if (watches.Whole is { } whole)
        {
            await TellAsync(whole, waiting, isWhole: true, cancellationToken);
        }

        foreach (var (chatJid, watch) in watches.Chats)
        {
            await TellAsync(watch, [chatJid], isWhole: false, cancellationToken);
        }
    }

    /// <summary>A chat that knew of two outages which end together is told once, of the longer one.</summary>
    public async Task TellEndAsync(CancellationToken cancellationToken)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var watch in watches.Ended.OrderByDescending(watch => watch.Outage.Lasted))
        {
            await teller.TellEndAsync(watch, [.. watch.Outage.Told.Where(told.Add)], cancellationToken);
        }
    }

    /// <summary>When there is something to say of it, if nothing changes.</summary>
    public DateTimeOffset DueAt(OutageWatch watch) => teller.DueAt(watch, MayHeal(watch));

    private async Task TellAsync(OutageWatch watch, IEnumerable<string> waiting, bool isWhole, CancellationToken cancellationToken)
    {
        if (!teller.IsDue(watch, MayHeal(watch)))
        {
            return;
        }

        // Who knows of another one, and not yet of its end, need not hear the same again.
        var untold = waiting.Where(chatJid => !watches.AllOf(chatJid).Any(known => known.Outage.Told.Contains(chatJid, StringComparer.Ordinal))).ToList();
        if (untold.Count > 0 || await teller.HasNewMainAsync(watch.Outage, cancellationToken) || (watch.Outage.HasOtherCureThanTold && teller.IsCureDue(watch)))
        {
            await teller.TellAsync(
                watch,
                untold,
                isWhole,
                told =>
                {
                    watch.Outage = told;
                    return watches.WriteAsync(cancellationToken);
                },
                cancellationToken
            );
        }
    }

    private bool MayHeal(OutageWatch watch) => remedy?.Cures(watch.Outage.Cause) is true;
}
