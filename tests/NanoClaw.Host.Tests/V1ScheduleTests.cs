using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>Schedules that v1 took, in v1's place: what its cron-parser, parseInt and Date read and the rule here does not.</summary>
[Trait("v1", "scheduler")]
public sealed class V1ScheduleTests
{
    private static readonly DateTimeOffset Planned = new(2026, 7, 3, 7, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ScheduleType.Cron, "0 0 9 * * *", "0 9 * * *")]
    [InlineData(ScheduleType.Cron, "*/10 * * * * *", "* * * * *")] // v1 looked once a minute for what was due
    [InlineData(ScheduleType.Cron, "30 */90 9 * * mon", "0 9 * * mon")]
    [InlineData(ScheduleType.Cron, "*/90 * * * *", "0 * * * *")]
    [InlineData(ScheduleType.Cron, "10-50/70,5 * * * *", "10,5 * * * *")]
    [InlineData(ScheduleType.Cron, "? ? * ? *", "* * * * *")]
    [InlineData(ScheduleType.Cron, "@secondly", "* * * * *")]
    [InlineData(ScheduleType.Cron, "@minutely", "* * * * *")]
    [InlineData(ScheduleType.Cron, "@weekdays", "0 0 * * 1-5")]
    [InlineData(ScheduleType.Cron, "@weekends", "0 0 * * 0,6")]
    [InlineData(ScheduleType.Interval, "5000", "60000")]
    [InlineData(ScheduleType.Interval, "3 600 000", "3600000")]
    [InlineData(ScheduleType.Interval, "3,600,000", "3600000")]
    [InlineData(ScheduleType.Interval, "3600000.5", "3600000")]
    [InlineData(ScheduleType.Interval, "3600000 ms", "3600000")]
    [InlineData(ScheduleType.Interval, "30 min", "1800000")]
    [InlineData(ScheduleType.Interval, "1.5h", "5400000")]
    [InlineData(ScheduleType.Interval, "2 Days", "172800000")]
    [InlineData(ScheduleType.Interval, "30s", "60000")]
    [InlineData(ScheduleType.Once, "tomorrow at nine", "2026-07-03T07:00:00Z")]
    [InlineData(ScheduleType.Once, "July 3, 2026 09:00", "2026-07-03T07:00:00Z")]
    public async Task A_form_that_only_v1_took_is_put_into_ours_runs_when_it_was_to_and_is_told_once(ScheduleType type, string value, string now)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(NewTask(type, value) with { NextRun = Planned }, Token);

        await world.RestartAsync();
        await world.RestartAsync();
        await world.SettleAsync();

        var task = await world.Store.Tasks.FindAsync("t", Token);
        Assert.Equal((now, Planned, ScheduledTaskStatus.Active), (task!.ScheduleValue, task.NextRun!.Value, task.Status));
        var told = Assert.Single(world.Channel.TextsTo(World.Main));
        Assert.Contains($"t of family: \"{value}\" is now \"{now}\"", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScheduleType.Cron, "H 9 * * *", "the minute \"H\" is not valid")]
    [InlineData(ScheduleType.Cron, "0 9 31 2 *", "never comes true")]
    [InlineData(ScheduleType.Cron, "", "has five fields")]
    [InlineData(ScheduleType.Cron, "@every_second", "is not known")]
    [InlineData(ScheduleType.Interval, "whenever", "is not an interval")]
    [InlineData(ScheduleType.Interval, "0", "is not an interval")]
    public async Task A_task_that_nobody_can_read_is_paused_with_its_reason_and_the_group_is_answered(ScheduleType type, string value, string reason)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(NewTask(type, value) with { NextRun = world.Time.GetUtcNow() }, Token);

        await world.RestartAsync();
        await world.SettleAsync();
        await world.SayAsync(World.Family, "hello?");
        await world.SettleAsync();

        var task = await world.Store.Tasks.FindAsync("t", Token);
        Assert.Equal(ScheduledTaskStatus.Paused, task!.Status);
        Assert.Contains(reason, task.LastResult, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Single(world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task A_single_task_without_a_time_is_told_and_paused_rather_than_never_run()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(NewTask(ScheduleType.Once, "soon") with { NextRun = null }, Token);

        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Equal(ScheduledTaskStatus.Paused, (await world.Store.Tasks.FindAsync("t", Token))!.Status);
        Assert.Contains("not an ISO 8601 time", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_read_as_it_stands_is_left_alone()
    {
        await using var world = await World.CreateAsync();
        var task = NewTask(ScheduleType.Cron, "@daily") with { NextRun = Planned };
        await world.Store.Tasks.AddAsync(task, Token);

        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Equal(task.ScheduleValue, (await world.Store.Tasks.FindAsync("t", Token))!.ScheduleValue);
        Assert.Empty(world.Channel.TextsTo(World.Main));
    }

    private static ScheduledTask NewTask(ScheduleType type, string value) =>
        new()
        {
            Id = "t",
            GroupFolder = "family",
            ChatJid = World.Family,
            Prompt = "Say it.",
            ScheduleType = type,
            ScheduleValue = value,
            CreatedAt = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero),
        };
}
