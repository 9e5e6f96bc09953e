using NanoClaw.Agents;
using NanoClaw.Host.Shares;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>Of the runs of a day each group has its share.</summary>
public sealed class ShareTests
{
    private static CancellationToken Token => CancellationToken.None;

    [Fact]
    public async Task Sixty_tasks_of_a_group_leave_the_others_and_its_own_people_their_runs()
    {
        await using var world = await World.CreateAsync(options => options with { Shares = new RunShareOptions { RunsPerDay = 40 } });
        for (var task = 0; task < 60; task++)
        {
            await world.Store.Tasks.AddAsync(Due(world, $"task-{task}", "family"));
        }

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        // Half of the day is the group's, and four fifths of that its tasks'.
        Assert.Equal(16, world.Worker.Executed.Count);

        foreach (var chat in new[] { World.Family, World.Main, World.Quiet })
        {
            await world.SayAsync(chat, "@Andy #hello");
            await world.SettleAsync();
            Assert.Equal("answer to #hello", world.Channel.TextsTo(chat).Last());
        }

        Assert.Single(world.Channel.TextsTo(World.Family), text => text.Contains("tasks of this chat wait until 02:00", StringComparison.Ordinal));

        world.Time.Advance(TimeSpan.FromDays(1));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        Assert.Equal(16 + 3 + 16, world.Worker.Executed.Count);
    }

    [Fact]
    public async Task People_of_a_group_whose_share_is_used_up_are_told_once_and_answered_the_next_day()
    {
        await using var world = await World.CreateAsync(options => options with { Shares = new RunShareOptions { RunsPerDay = 4 } });
        for (var message = 1; message <= 4; message++)
        {
            await world.SayAsync(World.Family, $"#{message}");
            await world.SettleAsync();
        }

        Assert.Equal(3, world.Channel.TextsTo(World.Family).Count());
        Assert.StartsWith("I cannot answer here before 02:00", world.Channel.TextsTo(World.Family).Last(), StringComparison.Ordinal);
        Assert.Single(world.Log.Lines, line => line.Contains("The messages of family wait until", StringComparison.Ordinal));

        world.Time.Advance(TimeSpan.FromDays(1));
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        Assert.Equal("answer to #3 #4", world.Channel.TextsTo(World.Family).Last());
    }

    /// <summary>Where the model declines, it is looked whether it answers at all: that is a run of the group's as well.</summary>
    [Fact]
    public async Task A_group_whose_every_message_fails_uses_up_no_more_of_the_day_than_its_share()
    {
        await using var world = await World.CreateAsync(options => options with { Shares = new RunShareOptions { RunsPerDay = 8 } });
        world.Worker.RunFails = request => request.Prompt.Contains("#poison", StringComparison.Ordinal) ? AgentErrorCodes.ModelRefused : null;

        for (var message = 0; message < 8; message++)
        {
            await world.SayAsync(World.Family, "#poison");
            await world.PassAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(4, world.Worker.Calls.Select(call => call.RunId).Distinct().Count());
        Assert.StartsWith("I cannot answer here before 02:00", world.Channel.TextsTo(World.Family).Last(), StringComparison.Ordinal);
        await world.RestartAsync();
        await world.SayAsync(World.Main, "#main");
        await world.SettleAsync();
        Assert.Equal("answer to #main", world.Channel.TextsTo(World.Main).Last());
        var probes = await world.Store.Runs.ListAsync(new RunFilter { TaskId = "outage-probe", Limit = 10 }, Token);
        Assert.All(probes, probe => Assert.Equal((RunStatus.Succeeded, 10L), (probe.Status, probe.Usage.InputTokens)));
        Assert.Equal(2, probes.Count);
    }

    [Fact]
    public void All_groups_together_leave_the_main_group_its_reserve()
    {
        RunShare Of(params (string Folder, int Runs)[] used) =>
            RunShare.Of(100, new RunShareOptions(), "main", used.Select(use => new UsageTotal(use.Folder, default, use.Runs, 0, 0, 0, TimeSpan.Zero)));

        Assert.True(Of(("a", 49)).Has(Group("a"), isTask: false));
        Assert.False(Of(("a", 50)).Has(Group("a"), isTask: false));
        Assert.True(Of(("a", 50)).Has(Group("b"), isTask: false));
        Assert.False(Of(("a", 50), ("b", 30)).Has(Group("c"), isTask: false));
        Assert.True(Of(("a", 50), ("b", 30)).Has(Group("main", isMain: true), isTask: false));
        Assert.True(Of(("main", 99)).Has(Group("main", isMain: true), isTask: false));
        Assert.False(Of(("main", 100)).Has(Group("main", isMain: true), isTask: false));
        // What the main group used takes nothing from the others but the day itself.
        Assert.True(Of(("main", 60), ("a", 10)).Has(Group("b"), isTask: false));
    }

    private static RegisteredGroup Group(string folder, bool isMain = false) =>
        new()
        {
            Jid = folder,
            Name = folder,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = default,
            IsMain = isMain,
        };

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
