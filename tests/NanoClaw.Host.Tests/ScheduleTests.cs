using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

[Trait("v1", "scheduler")]
public sealed class ScheduleTests
{
    private static readonly Schedule Paris = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T07:00:00Z")] // nine o'clock on the day the clocks go forward
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T08:00:00Z")] // and on the day they go back
    public void A_cron_time_is_one_of_the_time_zone(string now, string next) => Assert.Equal(At(next), Paris.First(ScheduleType.Cron, "0 9 * * *", At(now)));

    [Fact]
    public void A_cron_time_that_daylight_saving_skips_comes_right_after_the_gap() =>
        Assert.Equal(At("2026-03-29T01:00:00Z"), Paris.First(ScheduleType.Cron, "30 2 * * *", At("2026-03-28T12:00:00Z")));

    [Fact]
    public void A_cron_time_that_comes_twice_is_taken_once()
    {
        var first = Paris.First(ScheduleType.Cron, "30 2 * * *", At("2026-10-24T12:00:00Z"));

        Assert.Equal(At("2026-10-25T00:30:00Z"), first);
        Assert.Equal(At("2026-10-26T01:30:00Z"), Paris.First(ScheduleType.Cron, "30 2 * * *", first));
    }

    [Theory]
    [InlineData("0 9 15 * 1", "2026-07-01T12:00:00Z", "2026-07-06T07:00:00Z")] // a Monday
    [InlineData("0 9 15 * 1", "2026-07-13T12:00:00Z", "2026-07-15T07:00:00Z")] // the 15th, a Wednesday
    [InlineData("0 9 1-7 * *", "2026-07-07T12:00:00Z", "2026-08-01T07:00:00Z")]
    [InlineData("0 9 30 2 MON", "2026-07-01T12:00:00Z", "2027-02-01T08:00:00Z")] // a day that never comes, and one that does
    [InlineData("@daily", "2026-07-01T12:00:00Z", "2026-07-01T22:00:00Z")]
    public void A_cron_with_a_day_of_the_month_and_a_weekday_comes_on_either(string cron, string now, string next) =>
        Assert.Equal(At(next), Paris.First(ScheduleType.Cron, cron, At(now)));

    [Theory]
    [InlineData("2026-07-01T12:00:30Z", "2026-07-01T12:10:00Z")]
    [InlineData("2026-07-01T12:10:00Z", "2026-07-01T12:20:00Z")]
    [InlineData("2026-07-01T13:07:00Z", "2026-07-01T13:10:00Z")] // missed runs are passed over
    public void An_interval_keeps_to_its_planned_times(string now, string next) =>
        Assert.Equal(At(next), Paris.Next(NewTask("t", ScheduleType.Interval, "600000") with { NextRun = At("2026-07-01T12:00:00Z") }, At(now)));

    [Theory]
    [InlineData("2026-07-02T09:00:00", "2026-07-02T07:00:00Z")]
    [InlineData("2026-07-02T09:00:00Z", "2026-07-02T09:00:00Z")]
    [InlineData("2026-07-02T09:00:00+05:00", "2026-07-02T04:00:00Z")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")] // comes twice
    [InlineData("2027-03-28T02:30:00", "2027-03-28T01:30:00Z")] // never comes
    public void A_single_time_without_an_offset_is_local(string value, string time) =>
        Assert.Equal(At(time), Paris.First(ScheduleType.Once, value, At("2026-07-01T12:00:00Z")));

    [Fact]
    public async Task A_due_task_runs_once_is_logged_and_gets_its_next_time()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output(new string('x', 300))];
        var planned = world.Time.GetUtcNow().AddSeconds(-30);
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Interval, "600000") with { NextRun = planned }, Token);

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
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Once, "2026-07-01T00:00:00Z") with { NextRun = world.Time.GetUtcNow() }, Token);

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
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow() }, Token);

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
        await world.Store.Tasks.AddAsync(NewTask("t", type, value) with { NextRun = world.Time.GetUtcNow() }, Token);

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        var task = await world.Store.Tasks.FindAsync("t", Token);
        Assert.Equal((ScheduledTaskStatus.Active, At(next)), (task!.Status, task.NextRun));
        Assert.Single(await world.Store.Tasks.ListRunsAsync("t", 10, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the run goes on without its reader
    public async Task A_reminder_that_comes_due_while_the_agent_cannot_be_reached_comes_when_it_can(bool isCut)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("remember")];
        world.Worker.Faults.Enqueue(new Fault(isCut ? FaultKind.Cut : FaultKind.Unreachable));
        // A start looks for the run twice: as one to resume, and as one that is due.
        for (var call = 0; call < 10; call++)
        {
            world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));
        }

        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with { NextRun = world.Time.GetUtcNow() }, Token);

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        await world.RestartAsync();
        await world.SettleAsync();
        Assert.Empty(world.Channel.TextsTo(World.Family));
        world.Worker.Faults.Clear();
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(["remember"], world.Channel.TextsTo(World.Family));
        Assert.Single(world.Worker.Executed);
        Assert.Equal(ScheduledTaskStatus.Completed, (await world.Store.Tasks.FindAsync("t", Token))!.Status);
    }

    [Fact]
    public async Task A_task_that_recurs_and_whose_agent_cannot_be_reached_gives_way_to_its_next_time_and_the_chat_is_told_once()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Away = () => Failures.Of(AgentErrorCodes.ConnectionFailed);
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Interval, "600000") with { NextRun = world.Time.GetUtcNow() }, Token);
        for (var minute = 0; minute < 35; minute++)
        {
            await world.Assistant.LookThroughAsync(Token);
            await world.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        }

        var task = (await world.Store.Tasks.FindAsync("t", Token))!;
        Assert.Equal((ScheduledTaskStatus.Active, At("2026-07-01T12:30:00Z")), (task.Status, task.NextRun));
        Assert.Single(world.Channel.TextsTo(World.Family), text => text.Contains("Something planned failed this time", StringComparison.Ordinal));

        world.Worker.Away = () => null;
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        Assert.Single(world.Worker.Executed);
        Assert.Equal(At("2026-07-01T12:40:00Z"), (await world.Store.Tasks.FindAsync("t", Token))!.NextRun);
    }

    [Theory]
    [InlineData(AgentErrorCodes.ConnectionFailed)]
    [InlineData(AgentErrorCodes.ModelUnauthorized)]
    [InlineData(AgentErrorCodes.ModelRefused)]
    public async Task A_reminder_is_kept_however_long_the_agent_is_away_and_comes_late_and_says_so(string code)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = request => [new AgentEvent.Output(request.Prompt)];
        var isOfTheRun = code is not AgentErrorCodes.ConnectionFailed;
        world.Worker.Away = () => isOfTheRun ? null : Failures.Of(code);
        world.Worker.RunFails = _ => isOfTheRun ? code : null;
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with { NextRun = world.Time.GetUtcNow() }, Token);
        for (var hour = 0; hour < 50; hour++)
        {
            await world.Assistant.LookThroughAsync(Token);
            await world.RestAsync();
            await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));
            if (hour == 30)
            {
                await world.RestartAsync();
            }
        }

        Assert.Equal(ScheduledTaskStatus.Active, (await world.Store.Tasks.FindAsync("t", Token))!.Status);
        (world.Worker.Away, world.Worker.RunFails) = (() => null, _ => null);
        await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(ScheduledTaskStatus.Completed, (await world.Store.Tasks.FindAsync("t", Token))!.Status);
        Assert.Single(
            world.Channel.TextsTo(World.Family),
            text => text.Contains("This was planned for", StringComparison.Ordinal) && text.Contains("days late", StringComparison.Ordinal)
        );
        Assert.Single(world.Channel.TextsTo(World.Family), text => text.StartsWith("I cannot answer at the moment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("call mum", "call mum")]
    [InlineData("<internal>She is not to know.</internal>call mum", "call mum")]
    [InlineData(199, 199)]
    public async Task A_reminder_that_fails_by_its_own_fault_is_told_with_what_it_was(object prompt, object shown)
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = _ => AgentErrorCodes.StepLimit;
        await world.Store.Tasks.AddAsync(
            NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
                Prompt = prompt as string ?? $"{new string('a', (int)prompt)}🙂🙂",
            },
            Token
        );

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(
            [
                $"Something was planned for now, and I could not do it: {shown as string ?? $"{new string('a', (int)shown)}..."}\nIt was more than I may do at once: plan less in one task, or several.",
            ],
            world.Channel.TextsTo(World.Family)
        );
    }

    [Fact]
    public async Task A_reminder_of_which_no_run_can_come_is_told_once_and_done_when_that_is_mended()
    {
        await using var world = await World.CreateAsync();
        var isBroken = true;
        world.Worker.Answer = _ => isBroken ? throw new InvalidOperationException("a fault of ours") : [new AgentEvent.Output("the news")];
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with { NextRun = world.Time.GetUtcNow() }, Token);
        for (var look = 0; look < 4; look++)
        {
            await world.Assistant.LookThroughAsync(Token);
            await world.RestAsync();
            Assert.Equal(look == 0 ? 0 : 1, world.Channel.TextsTo(World.Family).Count());
        }

        isBroken = false;
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Collection(
            world.Channel.TextsTo(World.Family),
            text => Assert.EndsWith("I try it again until that is mended: the news", text, StringComparison.Ordinal),
            text => Assert.Equal("the news", text)
        );
    }

    [Fact]
    public async Task A_reminder_paused_while_its_agent_cannot_be_reached_does_not_run_until_it_is_resumed()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with { NextRun = world.Time.GetUtcNow() }, Token);
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        await SetStatusAsync(world, ScheduledTaskStatus.Paused);

        await world.RestartAsync();
        await world.SettleAsync();
        Assert.Empty(world.Worker.Executed);
        await SetStatusAsync(world, ScheduledTaskStatus.Active);
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Single(world.Worker.Executed);
        Assert.Equal(ScheduledTaskStatus.Completed, (await world.Store.Tasks.FindAsync("t", Token))!.Status);
    }

    [Fact]
    public async Task A_reminder_moved_while_its_agent_cannot_be_reached_runs_at_its_new_time_alone()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with { NextRun = world.Time.GetUtcNow() }, Token);
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        var task = (await world.Store.Tasks.FindAsync("t", Token))!;
        await world.Store.Tasks.UpdateAsync(task with { ScheduleValue = "2026-07-02T12:00:00Z", NextRun = At("2026-07-02T12:00:00Z") }, Token);

        await world.RestartAsync();
        await world.SettleAsync();
        Assert.Empty(world.Worker.Executed);
        Assert.Empty(await world.Store.Runs.ListUnfinishedAsync(Token));
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Single(world.Worker.Executed);
    }

    [Theory]
    [InlineData("unknown", "0 9 * * *")]
    [InlineData("family", "not cron")]
    public async Task A_task_that_cannot_go_on_is_paused_with_its_reason_and_not_tried_each_minute(string folder, string cron)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Cron, cron) with { GroupFolder = folder, NextRun = world.Time.GetUtcNow() }, Token);

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
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Cron, cron) with { GroupFolder = folder, NextRun = world.Time.GetUtcNow() }, Token);
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
            NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
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

    [Fact]
    public async Task A_task_cancelled_while_it_waited_does_not_run()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource();
        await world.SayAsync(World.Family);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow() }, Token);
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
        await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Cron, "0 9 * * *") with { ContextMode = mode, NextRun = world.Time.GetUtcNow() }, Token);

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
                NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
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
            await world.Store.Tasks.AddAsync(NewTask("t", ScheduleType.Interval, "600000") with { NextRun = world.Time.GetUtcNow() }, Token);

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

    private static async Task SetStatusAsync(World world, ScheduledTaskStatus status)
    {
        var task = (await world.Store.Tasks.FindAsync("t", Token))!;
        await world.Store.Tasks.UpdateAsync(task with { Status = status }, Token);
    }

    internal static ScheduledTask NewTask(string id, ScheduleType type, string value) =>
        new()
        {
            Id = id,
            GroupFolder = "family",
            ChatJid = World.Family,
            Prompt = "the news",
            ScheduleType = type,
            ScheduleValue = value,
            CreatedAt = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero),
        };

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time);
}
