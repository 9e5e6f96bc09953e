using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using static NanoClaw.Host.Tests.Support.Asking;

namespace NanoClaw.Host.Tests;

/// <summary>No chat is shown the long id of a task: of those that one run made, the end tells them apart.</summary>
public sealed class ShortTaskIdTests
{
    private const string Long = "task-0198f0c26f0e7c1a9b1e2f6f0f8b1a11";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_question_to_the_main_group_and_what_becomes_of_it_have_short_ids(bool isGone)
    {
        await using var world = await World.CreateAsync();
        await AddAsync(world, "5", "family", ScheduleType.Cron, "0 9 * * *");
        await AddAsync(world, "6", "main", ScheduleType.Once, "2026-07-01T12:00:00Z", isDue: true);
        world.Worker.Answer = _ => [Asked("pause_task", $$"""{"taskId":"{{Long}}-5"}""")];
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        var held = Assert.Single(await world.Store.Effects.ListOpenAsync(Token));
        Assert.Equal($"task {Long}-6", held.AskedBy);
        var question = string.Join('\n', world.Channel.TextsTo(World.Main));
        Assert.Contains("in answer to task 8b1a11-6.", question, StringComparison.Ordinal);
        Assert.Contains("│ 8b1a11-5", question, StringComparison.Ordinal);

        // Another that ends alike changes what is short enough, and not what was asked.
        await world.Store.Tasks.AddAsync(Task(world, "task-x8b1a11-5", "main", ScheduleType.Cron, "0 9 * * *"), Token);
        if (isGone)
        {
            await world.Store.Tasks.RemoveAsync($"{Long}-5", Token);
        }

        world.Worker.Answer = _ => [];
        await world.SayAsync(World.Main, $"yes {held.Id}");
        await world.SettleAsync();

        if (!isGone)
        {
            Assert.Equal(ScheduledTaskStatus.Paused, (await world.Store.Tasks.FindAsync($"{Long}-5", Token))!.Status);
        }

        Assert.Contains(
            world.Channel.TextsTo(World.Main),
            text => text.Contains(isGone ? "It cannot be done: this group has no task " : "It is done.", StringComparison.Ordinal)
        );
        NothingLong(world);
    }

    [Fact]
    public async Task Old_schedules_and_tasks_that_the_agent_cannot_read_are_told_by_short_ids()
    {
        await using var world = await World.CreateAsync();
        await AddAsync(world, "5", "family", ScheduleType.Cron, "0 0 9 * * *");
        await AddAsync(world, "6", "family", ScheduleType.Cron, "H 9 * * *");
        await AddAsync(world, "7", "../../etc", ScheduleType.Cron, "0 9 * * *");

        await world.RestartAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("hello")];
        await world.SayAsync(World.Main, "hello?");
        await world.SettleAsync();

        var told = string.Join('\n', world.Channel.TextsTo(World.Main));
        Assert.Contains("- 8b1a11-5 of family: \"0 0 9 * * *\" is now", told, StringComparison.Ordinal);
        Assert.Contains("- 8b1a11-6 of family: ", told, StringComparison.Ordinal);
        Assert.Contains("nanoclaw tasks cancel 8b1a11-7", told, StringComparison.Ordinal);
        NothingLong(world);
    }

    private static void NothingLong(World world) =>
        Assert.All(
            [.. world.Channel.TextsTo(World.Main), .. world.Channel.TextsTo(World.Family)],
            text => Assert.DoesNotContain(Long, text, StringComparison.Ordinal)
        );

    private static async Task AddAsync(World world, string number, string folder, ScheduleType type, string value, bool isDue = false) =>
        await world.Store.Tasks.AddAsync(
            Task(world, $"{Long}-{number}", folder, type, value) with
            {
                NextRun = world.Time.GetUtcNow().AddDays(isDue ? 0 : 1),
            },
            Token
        );

    private static ScheduledTask Task(World world, string id, string folder, ScheduleType type, string value) =>
        ScheduleTests.NewTask(id, type, value) with
        {
            GroupFolder = folder,
            ChatJid = folder == "main" ? World.Main : World.Family,
            NextRun = world.Time.GetUtcNow().AddDays(1),
        };
}
