namespace NanoClaw.Agents.Tests;

/// <summary>The waits alone: half of each is chance, which here is all or nothing.</summary>
public sealed class RetryScheduleTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Ample = TimeSpan.FromHours(1);

    [Fact]
    public void Own_waits_double_up_to_twenty_seconds_until_the_retries_are_used_up()
    {
        var schedule = new RetrySchedule(8, Longest, () => 1);

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 20, 20], Enumerable.Range(0, 8).Select(_ => schedule.Next(null, Ample)!.Value.TotalSeconds));
        Assert.Null(schedule.Next(null, Ample));
        schedule.Progressed();
        Assert.Equal(0.5, schedule.Next(null, Ample)!.Value.TotalSeconds);
    }

    [Fact]
    public void No_own_wait_is_longer_than_the_longest_that_is_set()
    {
        var schedule = new RetrySchedule(3, TimeSpan.FromMilliseconds(750), () => 1);

        Assert.Equal([500, 750, 750], Enumerable.Range(0, 3).Select(_ => schedule.Next(null, Ample)!.Value.TotalMilliseconds));
    }

    [Theory]
    [InlineData(0, 12.125)]
    [InlineData(1, 12.25)]
    public void What_was_asked_for_is_waited_and_half_of_the_own_wait_besides(double chance, double seconds) =>
        Assert.Equal(seconds, new RetrySchedule(1, Longest, () => chance).Next(TimeSpan.FromSeconds(12), Ample)!.Value.TotalSeconds);

    [Fact]
    public void As_long_as_the_longest_may_be_asked_for_and_no_longer()
    {
        Assert.NotNull(new RetrySchedule(1, Longest, () => 0).Next(Longest, Ample));
        Assert.Null(new RetrySchedule(1, Longest, () => 0).Next(Longest + TimeSpan.FromTicks(1), Ample));
    }

    [Fact]
    public void A_wait_that_would_use_up_the_run_s_time_is_not_begun_and_is_no_attempt()
    {
        var schedule = new RetrySchedule(1, Longest, () => 1);
        var first = TimeSpan.FromSeconds(0.5);

        Assert.Null(schedule.Next(null, first));
        Assert.Equal(0, schedule.Failures);
        Assert.Equal(first, schedule.Next(null, first + TimeSpan.FromTicks(1)));
        Assert.Equal(1, schedule.Failures);
    }
}
