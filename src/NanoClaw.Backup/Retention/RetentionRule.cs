using System.Globalization;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Backup.Retention;

/// <summary>
/// Which backups stay: the newest of each of the last days, weeks and months (UTC) that have any, so that a computer
/// that was off for a month loses none of them to that.
/// </summary>
/// <param name="Days">Days of which one stays.</param>
/// <param name="Weeks">Weeks, from Monday on.</param>
/// <param name="Months">Months.</param>
public sealed record RetentionRule(int Days, int Weeks, int Months)
{
    /// <returns>The ones to keep; the newest is always among them, and so is the newest whole one.</returns>
    public IReadOnlySet<string> Choose(IReadOnlyList<Snapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);

        // Of one period, one with the agent's part goes before a later one without.
        var newestFirst = snapshots.OrderByDescending(snapshot => snapshot.CreatedAt).ToList();
        var kept = newestFirst
            .Take(1)
            .Concat(newestFirst.Where(snapshot => snapshot.Agent != AgentPart.Away).Take(1))
            .Select(snapshot => snapshot.Id)
            .ToHashSet(StringComparer.Ordinal);
        Keep(Days, static time => time.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        Keep(Weeks, static time => $"{ISOWeek.GetYear(time)}w{ISOWeek.GetWeekOfYear(time)}");
        Keep(Months, static time => time.ToString("yyyyMM", CultureInfo.InvariantCulture));
        return kept;

        void Keep(int count, Func<DateTime, string> period) =>
            kept.UnionWith(
                newestFirst
                    .GroupBy(snapshot => period(snapshot.CreatedAt.UtcDateTime))
                    .Take(count)
                    .Select(group => (group.FirstOrDefault(snapshot => snapshot.Agent != AgentPart.Away) ?? group.First()).Id)
            );
    }
}
