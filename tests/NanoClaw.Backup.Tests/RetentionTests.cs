using CsCheck;
using NanoClaw.Backup.Retention;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Tests.Support;

namespace NanoClaw.Backup.Tests;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly RetentionRule Usual = new(7, 4, 12);

    [Fact]
    public void A_year_of_nightly_backups_keeps_7_days_4_weeks_and_12_months()
    {
        var all = Enumerable.Range(0, 400).Select(day => Made(Start.AddDays(day))).ToList();
        var kept = all.Where(snapshot => Usual.Choose(all).Contains(snapshot.Id)).Select(snapshot => snapshot.CreatedAt).OrderDescending().ToList();
        Assert.Equal(Enumerable.Range(0, 7).Select(back => Start.AddDays(399 - back)), kept.Take(7));
        Assert.Equal(12, kept.Select(time => (time.Year, time.Month)).Distinct().Count());
        Assert.InRange(kept.Count, 18, 23);
    }

    [Fact]
    public void It_prunes_each_night_as_it_would_at_the_end()
    {
        // A choice that was made night by night must not lose what a choice at the end would keep of days and weeks.
        var kept = new List<Snapshot>();
        for (var day = 0; day < 400; day++)
        {
            kept.Add(Made(Start.AddDays(day)));
            var chosen = Usual.Choose(kept);
            kept.RemoveAll(snapshot => !chosen.Contains(snapshot.Id));
        }

        Assert.Equal(12, kept.Select(snapshot => (snapshot.CreatedAt.Year, snapshot.CreatedAt.Month)).Distinct().Count());
        Assert.InRange(kept.Count, 18, 23);
    }

    [Fact]
    public void The_newest_and_the_newest_whole_one_always_stay()
    {
        var gen = Gen.Select(Gen.Int[0, 100_000], Gen.Bool).Array[1, 40];
        Gen.Select(gen, Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3])
            .Sample(it =>
            {
                var all = it.Item1.Select(one => Made(Start.AddMinutes(one.Item1), one.Item2 ? AgentPart.Away : AgentPart.Whole)).ToList();
                var kept = new RetentionRule(it.Item2, it.Item3, it.Item4).Choose(all);
                var newest = all.Max(snapshot => snapshot.CreatedAt);
                Assert.Contains(all, snapshot => snapshot.CreatedAt == newest && kept.Contains(snapshot.Id));
                if (all.Any(snapshot => snapshot.Agent == AgentPart.Whole))
                {
                    var whole = all.Where(snapshot => snapshot.Agent == AgentPart.Whole).Max(snapshot => snapshot.CreatedAt);
                    Assert.Contains(all, snapshot => snapshot.CreatedAt == whole && kept.Contains(snapshot.Id));
                }

                Assert.InRange(kept.Count, 1, 2 + it.Item2 + it.Item3 + it.Item4);
            });
    }

    [Fact]
    public async Task Pruning_removes_what_nobody_needs_and_nothing_else()
    {
        using var home = new Home();
        await home.LiveAsync("one");
        var first = await home.BackUpAsync();
        Directory.Delete(Path.Combine(home.Groups, "one"), recursive: true);
        await home.LiveAsync("two");
        var pieces = Pieces();
        var second = await home.BackUpAsync(new() { Keep = new(1, 0, 0) });
        Assert.Equal(1, second.Expired);
        Assert.NotEmpty(pieces.Except(Pieces(), StringComparer.Ordinal));
        Assert.True((await home.VerifyAsync()).IsWhole);
        Assert.Equal(
            BackupFailure.NotFound,
            (await Assert.ThrowsAsync<BackupException>(() => home.RestoreAsync(new() { At = first.Snapshot.CreatedAt }))).Failure
        );

        List<string> Pieces() => [.. Directory.EnumerateFiles(Path.Combine(home.Backups, "pieces"), "*", SearchOption.AllDirectories)];
    }

    private static Snapshot Made(DateTimeOffset time, AgentPart agent = AgentPart.Whole) =>
        new()
        {
            Id = Guid.NewGuid().ToString(),
            CreatedAt = time,
            Agent = agent,
            Contents = [],
        };
}
