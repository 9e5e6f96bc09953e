using NanoClaw.Store;

namespace NanoClaw.Host.Shares;

/// <summary>A day's runs: how many there are, and who has used how many.</summary>
public sealed class RunShare
{
    /// <summary>Of a group's share, what its tasks may use: the rest is for people who write.</summary>
    private const int TasksPercent = 80;

    private readonly Dictionary<string, long> _used;
    private readonly string? _main;
    private readonly int _cap;
    private readonly int _share;
    private readonly int _reserve;

    private RunShare(int cap, RunShareOptions options, string? main, IEnumerable<UsageTotal> used)
    {
        _cap = cap;
        _main = main;
        // A share of nothing would silence a group for good.
        _share = Math.Max(1, cap * options.GroupSharePercent / 100);
        _reserve = main is null ? 0 : cap * options.MainReservePercent / 100;
        _used = used.GroupBy(total => total.GroupFolder, StringComparer.Ordinal)
            .ToDictionary(totals => totals.Key, totals => totals.Sum(total => total.Runs), StringComparer.Ordinal);
    }

    internal static RunShare Of(int cap, RunShareOptions options, string? main, IEnumerable<UsageTotal> used) => new(cap, options, main, used);

    /// <summary>The runs of the day, in UTC as the Worker counts them, so far; null where nobody counts, as in containers at home.</summary>
    /// <param name="store">Where runs are noted.</param>
    /// <param name="options">The caps and shares.</param>
    /// <param name="isSaving">Whether the budget allows fewer.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<RunShare?> ReadAsync(
        IStore store,
        HostOptions options,
        bool isSaving,
        DateTimeOffset now,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Budget.RunsAreBilled)
        {
            return null;
        }

        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var used = await store.Runs.SumUsageAsync(today, today.AddDays(1), UsagePeriod.Day, cancellationToken);
        var groups = await store.Groups.ListAsync(cancellationToken);
        var cap = isSaving ? Math.Min(options.Shares.RunsPerDay, options.Budget.RunsPerDayWhileSaving) : options.Shares.RunsPerDay;
        return Of(cap, options.Shares, groups.FirstOrDefault(known => known.IsMain)?.Folder, used);
    }

    /// <summary>Whether one more run is left.</summary>
    /// <param name="group">Whose it would be.</param>
    /// <param name="isTask">Whether a task's, and not for people who write.</param>
    public bool Has(RegisteredGroup group, bool isTask)
    {
        ArgumentNullException.ThrowIfNull(group);
        var percent = isTask ? TasksPercent : 100;
        var own = _used.GetValueOrDefault(group.Folder);
        if (group.IsMain)
        {
            return _used.Values.Sum() < _cap && own < Math.Max(1, (long)_cap * percent / 100);
        }

        var others = _used.Where(used => used.Key != _main).Sum(used => used.Value);
        return others < Math.Max(1, _cap - _reserve) && own < Math.Max(1, (long)_share * percent / 100);
    }
}
