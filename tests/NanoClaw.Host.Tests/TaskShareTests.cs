using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>A group has so many tasks, and no more.</summary>
public sealed class TaskShareTests
{
    private static CancellationToken Token => CancellationToken.None;

    [Fact]
    public async Task The_51st_active_task_of_a_group_is_an_error_that_the_agent_reads()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ =>
            [
                .. Enumerable
                    .Range(0, 53)
                    .Select(task =>
                        Act(
                            "schedule_task",
                            new
                            {
                                prompt = $"p{task}",
                                scheduleType = "cron",
                                scheduleValue = "0 9 * * *",
                            }
                        )
                    ),
                new AgentEvent.Output("done"),
            ];

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        await world.RestartAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("ok")];
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(50, (await world.Store.Tasks.ListAsync("family")).Count);
        Assert.Contains("this group has 50 active tasks, and may have 50. Cancel or pause one", world.Worker.Executed.Last().Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_groups_that_schedule_for_one_at_once_make_no_more_than_it_may_have()
    {
        await using var world = await World.CreateAllowingAsync();
        world.Worker.Answer = request =>
            [
                .. Enumerable
                    .Range(0, 40)
                    .Select(task =>
                        Act(
                            "schedule_task",
                            new
                            {
                                prompt = $"p{task} of {request.GroupFolder}",
                                scheduleType = "cron",
                                scheduleValue = "0 9 * * *",
                                targetGroupFolder = "family",
                            }
                        )
                    ),
            ];

        await world.SayAsync(World.Main);
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(50, (await world.Store.Tasks.ListAsync("family")).Count);
    }

    [Theory]
    [InlineData(50, null)]
    [InlineData(20, 20)]
    public async Task The_agent_is_told_how_many_tasks_a_group_may_have_where_that_is_not_the_usual(int setting, int? told)
    {
        await using var world = await World.CreateAsync(options => options with { TasksPerGroup = setting });

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(told, world.Worker.Executed.Last().Metadata!.MaxActiveTasks);
    }

    [Fact]
    public async Task Pausing_and_scheduling_in_turn_makes_no_more_than_twice_as_many_and_resuming_no_more_active_ones()
    {
        await using var world = await World.CreateAsync(options => options with { TasksPerGroup = 2 });
        var step = 0;
        world.Worker.Answer = request =>
            step++ % 2 == 0
                ?
                [
                    .. Enumerable
                        .Range(0, 5)
                        .Select(task =>
                            Act(
                                "schedule_task",
                                new
                                {
                                    prompt = $"p{task}",
                                    scheduleType = "cron",
                                    scheduleValue = "0 9 * * *",
                                }
                            )
                        ),
                ]
                : [.. request.Metadata!.Tasks!.Select(task => Act("pause_task", new { taskId = task.Id }))];
        for (var run = 0; run < 8; run++)
        {
            await world.SayAsync(World.Family);
            await world.SettleAsync();
        }

        Assert.Equal(4, (await world.Store.Tasks.ListAsync("family")).Count);
        world.Worker.Answer = request => [.. request.Metadata!.Tasks!.Select(task => Act("resume_task", new { taskId = task.Id }))];
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Equal(2, (await world.Store.Tasks.ListAsync("family")).Count(task => task.Status is ScheduledTaskStatus.Active));
    }

    [Fact]
    public async Task The_bytes_of_a_groups_tasks_are_bounded()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ =>
            [
                Act(
                    "schedule_task",
                    new
                    {
                        prompt = new string('x', 16_385),
                        scheduleType = "cron",
                        scheduleValue = "0 9 * * *",
                    }
                ),
                .. Enumerable
                    .Range(0, 9)
                    .Select(task =>
                        Act(
                            "schedule_task",
                            new
                            {
                                prompt = new string('x', 16_000),
                                scheduleType = "cron",
                                scheduleValue = "0 9 * * *",
                            }
                        )
                    ),
            ];

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(8, (await world.Store.Tasks.ListAsync("family")).Count);
    }

    /// <summary>As many characters, of three bytes each.</summary>
    [Fact]
    public async Task A_change_makes_the_bytes_of_a_groups_tasks_no_more_than_they_may_be()
    {
        await using var world = await World.CreateAsync();
        for (var task = 0; task < 8; task++)
        {
            await world.Store.Tasks.AddAsync(Due(world, $"task-{task}", "family") with { Prompt = new string('x', 16_000), NextRun = null });
        }

        world.Worker.Answer = request =>
            [
                .. request.Metadata!.Tasks!.Select(task => new AgentEvent.ActionRequested(
                    "a",
                    "update_task",
                    JsonSerializer.Deserialize<JsonElement>($$"""{"taskId":"{{task.Id}}","prompt":"{{new string('字', 16_000)}}"}""")
                )),
            ];
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.All(await world.Store.Tasks.ListAsync("family"), task => Assert.Equal('x', task.Prompt[0]));
        Assert.Contains(
            await world.Store.Effects.ListAsync(new EffectFilter(), Token),
            decision => decision.Reason!.Contains("131072 bytes in all", StringComparison.Ordinal)
        );
    }

    private static AgentEvent.ActionRequested Act(string name, object arguments) => new("a", name, JsonSerializer.SerializeToElement(arguments));

    private static ScheduledTask Due(World world, string id, string folder) =>
        new()
        {
            Id = id,
            GroupFolder = folder,
            ChatJid = $"{folder}@fake",
            Prompt = "do it",
            ScheduleType = ScheduleType.Once,
            ScheduleValue = "2026-07-01T12:00:00Z",
            NextRun = world.Time.GetUtcNow(),
            CreatedAt = world.Time.GetUtcNow(),
        };
}
