using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What is planned while the agent is away, or fails, is not lost in silence.</summary>
[Trait("v1", "scheduler")]
public sealed class LateReminderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );

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
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t", ScheduleType.Interval, "600000") with { NextRun = world.Time.GetUtcNow() }, Token);
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
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
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
            ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
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
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
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
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
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
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("t", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
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

    private static async Task SetStatusAsync(World world, ScheduledTaskStatus status)
    {
        var task = (await world.Store.Tasks.FindAsync("t", Token))!;
        await world.Store.Tasks.UpdateAsync(task with { Status = status }, Token);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time);
}
