using NanoClaw.Store;

namespace NanoClaw.Host.Shares;

/// <summary>A day's runs: how many there are, and who has used how many.</summary>
internal sealed class RunShare
{
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

    public static RunShare Of(int cap, RunShareOptions options, string? main, IEnumerable<UsageTotal> used) => new(cap, options, main, used);

    /// <param name="group">Whose run it would be.</param>
    /// <param name="percent">Of its own part, how much the run may use.</param>
    public bool Has(RegisteredGroup group, int percent)
    {
        var own = _used.GetValueOrDefault(group.Folder);
        if (group.IsMain)
        {
            return _used.Values.Sum() < _cap && own < Math.Max(1, (long)_cap * percent / 100);
        }

        var others = _used.Where(used => used.Key != _main).Sum(used => used.Value);
        return others < Math.Max(1, _cap - _reserve) && own < Math.Max(1, (long)_share * percent / 100);
    }
}
