using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>A task that is due is one run.</summary>
[Trait("v1", "scheduler")]
public sealed class ScheduledRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_due_task_runs_once_is_logged_and_gets_its_next_time()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output(new string('x', 300))];
        var planned = world.Time.GetUtcNow().AddSeconds(-30);
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t", ScheduleType.Interval, "600000") with { NextRun = planned }, Token);

        await world.Assistant.LookThroughAsync(Token);
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        var task = await world.Store.Tasks.FindAsync("t", Token);
        Assert.Equal((planned.AddMinutes(10), new string('x', 200), ScheduledTaskStatus.Active), (task!.NextRun!.Value, task.LastResult, task.Status));
        Assert.Equal("success", Assert.Single(await world.Store.Tasks.ListRunsAsync("t", 10, Token)).Status);
        var request = Assert.Single(world.Worker.Executed);
        Assert.True(request.IsScheduledTask);
        Assert.Single(world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task A_single_task_is_completed_by_its_run()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [];
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T00:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        var task = await world.Store.Tasks.FindAsync("t", Token);
        Assert.Equal((ScheduledTaskStatus.Completed, null, "Completed"), (task!.Status, task.NextRun, task.LastResult));
    }

    [Fact]
    public async Task A_task_that_fails_says_so_and_keeps_its_schedule()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow() }, Token);

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        var task = await world.Store.Tasks.FindAsync("t", Token);
        Assert.Equal(("Error: failed", At("2026-07-02T07:00:00Z")), (task!.LastResult, task.NextRun!.Value));
    }

    [Theory]
    [InlineData(ScheduleType.Once, "2026-07-01T00:00:00Z", "2026-07-01T15:00:00Z", "2026-07-01T15:00:00Z")]
    [InlineData(ScheduleType.Interval, "600000", "1800000", "2026-07-01T12:30:00Z")]
    [InlineData(ScheduleType.Cron, "0 9 * * *", "0 10 * * *", "2026-07-02T08:00:00Z")]
    public async Task A_task_that_its_own_run_moves_keeps_the_time_it_was_moved_to(ScheduleType type, string value, string moved, string next)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ =>
            [new AgentEvent.ActionRequested("a1", "update_task", JsonSerializer.SerializeToElement(new { taskId = "t", scheduleValue = moved }))];
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t", type, value) with { NextRun = world.Time.GetUtcNow() }, Token);

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        var task = await world.Store.Tasks.FindAsync("t", Token);
        Assert.Equal((ScheduledTaskStatus.Active, At(next)), (task!.Status, task.NextRun));
        Assert.Single(await world.Store.Tasks.ListRunsAsync("t", 10, Token));
    }

    [Theory]
    [InlineData("unknown", "0 9 * * *")]
    [InlineData("family", "not cron")]
    public async Task A_task_that_cannot_go_on_is_paused_with_its_reason_and_not_tried_each_minute(string folder, string cron)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Cron, cron) with
            {
                GroupFolder = folder,
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );

        for (var minute = 0; minute < 3; minute++)
        {
            await world.Assistant.LookThroughAsync(Token);
            await world.SettleAsync();
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var task = await world.Store.Tasks.FindAsync("t", Token);
        Assert.Equal(ScheduledTaskStatus.Paused, task!.Status);
        Assert.StartsWith("Error: ", task.LastResult, StringComparison.Ordinal);
        Assert.Empty(world.Worker.Executed);
    }

    [Fact]
    public async Task A_task_cancelled_while_it_waited_does_not_run()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource();
        await world.SayAsync(World.Family);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow() }, Token);
        await world.Assistant.LookThroughAsync(Token);

        await world.Store.Tasks.RemoveAsync("t", Token);
        world.Worker.Gate.SetResult();
        await world.SettleAsync();

        Assert.Single(world.Worker.Executed);
    }

    [Theory, InlineData(ContextMode.Group, "known"), InlineData(ContextMode.Isolated, null)]
    public async Task A_task_has_the_groups_session_only_in_group_mode_and_an_isolated_one_leaves_it_alone(ContextMode mode, string? session)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("family", "known", Token);
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Cron, "0 9 * * *") with
            {
                ContextMode = mode,
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(session, Assert.Single(world.Worker.Executed).SessionId);
        Assert.Equal("known", await world.Store.Sessions.FindAsync("family", Token));
    }

    [Fact]
    public async Task A_task_whose_session_is_gone_runs_at_once_in_a_new_one_wherever_the_process_dies()
    {
        for (var calls = 1; calls < 50; calls++)
        {
            await using var world = await World.CreateAsync();
            world.Worker.Answer = _ => [new AgentEvent.Output("remember")];
            world.Worker.Knows = sessionId => sessionId is null;
            await world.Store.Sessions.SetAsync("family", "of-v1", Token);
            await world.Store.Tasks.AddAsync(
                ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
                {
                    ContextMode = ContextMode.Group,
                    NextRun = world.Time.GetUtcNow(),
                },
                Token
            );

            await world.RestartAsync(new CrashPoint(calls));
            await World.UntilAsync(() => world.Assistant.Queue.Depth is { Running: 0, Waiting: 0 });
            await world.RestartAsync();
            await world.SettleAsync();

            Assert.Equal(["remember"], world.Channel.TextsTo(World.Family));
            Assert.Equal("success", Assert.Single(await world.Store.Tasks.ListRunsAsync("t", 10, Token)).Status);
            Assert.NotEqual("of-v1", await world.Store.Sessions.FindAsync("family", Token));
        }
    }

    [Fact]
    public async Task A_planned_time_is_one_run_wherever_the_process_dies()
    {
        for (var calls = 1; calls < 40; calls++)
        {
            await using var world = await World.CreateAsync();
            world.Worker.Answer = _ => [new AgentEvent.Output("news #1")];
            await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t", ScheduleType.Interval, "600000") with { NextRun = world.Time.GetUtcNow() }, Token);

            await world.RestartAsync(new CrashPoint(calls));
            await World.UntilAsync(() => world.Assistant.Queue.Depth is { Running: 0, Waiting: 0 });
            await world.RestartAsync();
            await world.SettleAsync();

            Assert.Equal(["news #1"], world.Channel.TextsTo(World.Family));
            Assert.Single(world.Worker.Executed);
            Assert.Equal(
                world.Time.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds(),
                (await world.Store.Tasks.FindAsync("t", Token))!.NextRun!.Value.ToUnixTimeSeconds(),
                60.0
            );
        }
    }

    [Theory]
    [InlineData(
        "unknown",
        "0 9 * * *",
        "of unknown was to run now, and is paused: its group unknown is not registered. Mend that, then nanoclaw tasks resume t;"
    )]
    [InlineData("family", "not cron", "of family was to run now, and is paused: not cron is no schedule: ")]
    public async Task A_task_that_is_paused_since_it_cannot_run_is_told_to_the_main_group_once(string folder, string cron, string told)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Cron, cron) with
            {
                GroupFolder = folder,
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.StartsWith($"The task t {told}", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
    }

    /// <summary>As where Telegram makes a supergroup of a group: the folder stays, the chat is another one.</summary>
    [Fact]
    public async Task What_is_planned_goes_with_its_group_to_another_chat()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
                Prompt = "#9",
            },
            Token
        );
        var family = (await world.Store.Groups.FindAsync(World.Family, Token))!;
        await world.Store.Groups.RemoveAsync(World.Family, Token);
        await world.Store.Groups.PutAsync(family with { Jid = "family-2@fake" }, Token);
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(["answer to #9"], world.Channel.TextsTo("family-2@fake"));
        Assert.Empty(world.Channel.TextsTo(World.Family));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time);
}
