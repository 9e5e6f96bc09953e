using System.Globalization;
using NanoClaw.Store;

namespace NanoClaw.Host.Running;

/// <summary>
/// The time by which things are forgotten, which do not come back. A computer's clock may leap by years, where its
/// battery is dead or somebody sets it: a leap ahead is believed bit by bit, so that there are days to mend it before
/// anything is lost, and what is kept meanwhile is kept longer. A clock that is set back is believed at once.
/// </summary>
internal sealed class CautiousClock(IStore store, TimeProvider time)
{
    private const string Key = "clock:believed";

    /// <summary>While the process runs: after 30 days off it has caught up within a day.</summary>
    private const int TimesAsFast = 24;

    /// <summary>At a start, where nothing tells a leap from a computer that was off.</summary>
    private static readonly TimeSpan MostOff = TimeSpan.FromDays(1);

    /// <summary>What has not moved by more is not written down.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromHours(1);

    private Reading? _kept;
    private DateTimeOffset _believed;
    private long _at;

    /// <summary>The time, as far as it is believed. Not for two callers at once.</summary>
    public async Task<DateTimeOffset> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_kept is null)
        {
            _kept = await FindAsync(cancellationToken);
            _believed = Earlier(_kept.Believed, now);
            _believed += _kept.Seen < now ? Shorter(now - _kept.Seen, MostOff) : TimeSpan.Zero;
            _at = time.GetTimestamp();
        }

        _believed = Earlier(_believed + (time.GetElapsedTime(_at) * TimesAsFast), now);
        _at = time.GetTimestamp();
        if ((_believed - _kept.Believed).Duration() >= Grain || (now - _kept.Seen).Duration() >= Grain)
        {
            await store.State.SetAsync(Key, $"{Text(_believed)} {Text(now)}", cancellationToken);
            _kept = new Reading(_believed, now);
        }

        return _believed;
    }

    /// <summary>What an earlier process believed; where none did, nothing is older than the newest thing that is kept by its age.</summary>
    private async Task<Reading> FindAsync(CancellationToken cancellationToken)
    {
        if (
            (await store.State.FindAsync(Key, cancellationToken))?.Split(' ') is [var believed, var seen]
            && DateTimeOffset.TryParse(believed, CultureInfo.InvariantCulture, out var known)
            && DateTimeOffset.TryParse(seen, CultureInfo.InvariantCulture, out var at)
        )
        {
            return new Reading(known, at);
        }

        var newest = (await store.Effects.ListAsync(new EffectFilter { Limit = 1 }, cancellationToken)) is [var decision] ? decision.At : time.GetUtcNow();
        return new Reading(newest, newest);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    /// <param name="Believed">The time as far as it was believed.</param>
    /// <param name="Seen">What the clock said then.</param>
    private sealed record Reading(DateTimeOffset Believed, DateTimeOffset Seen);
}
