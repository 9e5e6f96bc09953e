using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>A request that is refused for good loses no message but the one that is refused for itself, and holds up no other.</summary>
public sealed class SetAsideTests
{
    private const string Code = AgentErrorCodes.InvalidRequest;

    [Fact]
    public async Task Messages_whose_request_is_refused_go_again_one_by_one_with_nothing_optional()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Refuses = request => request.Metadata is null ? null : Code;

        await SayTogetherAsync(world, World.Main, "#1", "#2", "#3");

        Assert.Equal(["answer to #1", "answer to #2", "answer to #3"], world.Channel.TextsTo(World.Main));
        Assert.Empty(await world.Store.SetAside.ListAsync());
    }

    [Fact]
    public async Task The_next_messages_go_together_and_whole_again()
    {
        await using var world = await World.CreateAsync();
        var refusals = 1;
        world.Worker.Refuses = _ => refusals-- > 0 ? Code : null;

        await SayTogetherAsync(world, World.Main, "#1", "#2");
        await SayTogetherAsync(world, World.Main, "#3", "#4");

        Assert.Equal(["answer to #1", "answer to #2", "answer to #3 #4"], world.Channel.TextsTo(World.Main));
        Assert.NotNull(world.Worker.Executed.Last().Metadata);
    }

    [Fact]
    public async Task A_message_that_is_refused_for_itself_is_set_aside_and_the_rest_is_answered()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Refuses = Poisoned;

        await SayTogetherAsync(world, World.Family, "#1", "#poison", "#3");

        Assert.Equal(
            ["answer to #1", "I cannot answer your last message: it is refused as it is. Please send it differently.", "answer to #3"],
            world.Channel.TextsTo(World.Family)
        );
        var told = Assert.Single(world.Channel.TextsTo(World.Main));
        Assert.DoesNotContain("invalid_request", told, StringComparison.Ordinal);
        Assert.Contains("nanoclaw messages list", told, StringComparison.Ordinal);
        var aside = Assert.Single(await world.Store.SetAside.ListAsync());
        Assert.Equal((World.Family, Code, "#poison"), (aside.ChatJid, aside.Code, aside.Content));
    }

    [Fact]
    public async Task What_is_set_aside_can_be_sent_again_as_if_it_came_now()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Refuses = Poisoned;
        await SayTogetherAsync(world, World.Family, "#poison", "#2");
        var aside = Assert.Single(await world.Store.SetAside.ListAsync());
        world.Worker.Refuses = _ => null;

        Assert.True(await world.Store.SetAside.RetryAsync(aside.Number));
        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();

        Assert.Equal("answer to #poison", world.Channel.TextsTo(World.Family).Last());
        Assert.Empty(await world.Store.SetAside.ListAsync());
        Assert.False(await world.Store.SetAside.RetryAsync(aside.Number));
    }

    [Fact]
    public async Task What_is_dropped_is_not_answered_and_stays_in_the_history()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Refuses = Poisoned;
        await SayTogetherAsync(world, World.Family, "#poison");
        var aside = Assert.Single(await world.Store.SetAside.ListAsync());
        world.Worker.Refuses = _ => null;

        Assert.True(await world.Store.SetAside.DropAsync(aside.Number));
        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();

        Assert.DoesNotContain(world.Worker.Executed, request => Poisoned(request) is not null);
        Assert.Single(await world.Store.Messages.ReadHistoryAsync(World.Family, 10), message => !message.IsBotMessage);
    }

    [Fact]
    public async Task A_session_that_makes_every_request_refused_is_left()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("main", "bad");
        world.Worker.Refuses = request => request.SessionId == "bad" ? Code : null;

        await SayTogetherAsync(world, World.Main, "#1");
        await SayTogetherAsync(world, World.Main, "#2");

        Assert.Equal(["answer to #1", "answer to #2"], world.Channel.TextsTo(World.Main));
        Assert.NotEqual("bad", await world.Store.Sessions.FindAsync("main"));
    }

    [Fact]
    public async Task One_message_that_is_refused_does_not_cost_the_session()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("main", "good");
        world.Worker.Refuses = Poisoned;

        await SayTogetherAsync(world, World.Main, "#1", "#poison", "#3");

        Assert.Equal("good", await world.Store.Sessions.FindAsync("main"));
    }

    [Fact]
    public async Task Where_a_call_is_needed_it_goes_without_its_context()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Refuses = Poisoned;

        await SayTogetherAsync(world, World.Quiet, "#poison", "@Andy #2");

        Assert.Equal(["answer to #2"], world.Channel.TextsTo(World.Quiet));
        Assert.Empty(await world.Store.SetAside.ListAsync());
    }

    [Fact]
    public async Task A_task_that_is_refused_runs_again_with_nothing_optional()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Refuses = request => request.Metadata is null ? null : Code;
        await world.Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = "task-1",
                GroupFolder = "family",
                ChatJid = World.Family,
                Prompt = "say #7",
                ScheduleType = ScheduleType.Once,
                ScheduleValue = "2026-07-01T12:00:00Z",
                NextRun = world.Time.GetUtcNow(),
                CreatedAt = world.Time.GetUtcNow(),
            }
        );

        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();

        Assert.Equal(["answer to #7"], world.Channel.TextsTo(World.Family));
        Assert.Equal(ScheduledTaskStatus.Completed, (await world.Store.Tasks.FindAsync("task-1"))!.Status);
    }

    /// <summary>The process dies at each moment in turn.</summary>
    [Fact]
    public async Task Whenever_the_process_dies_each_message_is_answered_or_set_aside_once()
    {
        for (var calls = 1; calls <= 90; calls += 3)
        {
            await using var world = await World.CreateAsync();
            world.Worker.Refuses = Poisoned;
            await world.Store.Messages.AddAsync([
                world.NewMessage(World.Family, "#1"),
                world.NewMessage(World.Family, "#poison"),
                world.NewMessage(World.Family, "#3"),
            ]);
            await world.RestartUntilDeadAsync(new CrashPoint(calls));
            await world.RestartAsync();
            await world.SettleAsync();
            await world.Assistant.LookThroughAsync(CancellationToken.None);
            await world.SettleAsync();

            Assert.Equal(["#1", "#3"], world.Channel.TextsTo(World.Family).SelectMany(FakeWorker.Numbers));
            Assert.Single(world.Channel.TextsTo(World.Family), text => text.Contains("refused as it is", StringComparison.Ordinal));
            Assert.Single(world.Channel.TextsTo(World.Main));
            Assert.Equal("#poison", Assert.Single(await world.Store.SetAside.ListAsync()).Content);
        }
    }

    private static string? Poisoned(AgentRequest request) => request.Prompt.Contains("#poison", StringComparison.Ordinal) ? Code : null;

    private static async Task SayTogetherAsync(World world, string chatJid, params string[] texts)
    {
        await world.Store.Messages.AddAsync([.. texts.Select(text => world.NewMessage(chatJid, text))]);
        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();
    }
}
