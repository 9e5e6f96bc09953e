using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>A group's turn while the agent is away: whatever comes of it, somebody tries again, and nobody waits for nothing.</summary>
public sealed class HeldTurnTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_was_tried_in_vain_waits_since_the_message_and_not_since_the_try()
    {
        await using var world = await World.CreateAsync(options => options with { MaxConcurrentRuns = 1 });
        var chats = new List<string>();
        var isAway = true;
        world.Worker.Away = () => isAway ? Failures.Of(AgentErrorCodes.ConnectionFailed) : null;
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            await world.AddGroupAsync(name);
            chats.Add($"{name}@fake");
            await world.SayAsync(chats[^1]);
            await world.PassAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        IEnumerable<string> tried = [];
        for (var passed = 0; passed < 60 && tried.Count() < 3; passed++)
        {
            await world.PassAsync(TimeSpan.FromSeconds(10));
            tried = (await world.Store.Runs.ListUnfinishedAsync(Token)).Select(run => run.ChatJid);
        }

        Assert.Equal(chats.Take(3), tried);
        await world.RestartAsync();
        await world.RestAsync();
        isAway = false;
        await world.SettleAsync();

        // Whoever tries and finds it back goes first.
        var others = world.Worker.Executed.Select(request => request.ChatJid).Skip(1).ToList();
        Assert.Equal(chats.Count - 1, others.Count);
        Assert.Equal(others.Order(StringComparer.Ordinal), others);
    }

    [Fact]
    public async Task A_message_that_comes_while_the_agent_is_away_costs_no_call_of_its_own()
    {
        await using var world = await AwayAsync(World.Family);
        var calls = world.Worker.Calls.Count;

        await world.SayAsync(World.Quiet, "@Andy #2");
        await world.RestAsync();

        Assert.Equal(calls, world.Worker.Calls.Count);
        Assert.Equal(2, world.Assistant.OutageGuard.Held);
    }

    /// <summary>Of a try that ends without a word of the agent nobody knows more than before.</summary>
    [Theory]
    [InlineData("stopped")]
    [InlineData("never began")]
    public async Task A_try_that_tells_nothing_of_the_agent_is_followed_by_another(string ending)
    {
        await using var world = await AwayAsync(World.Family, World.Main);
        var other = World.Main;
        if (ending == "stopped")
        {
            world.Worker.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            world.Worker.Away = () => null;
            await UntilAsync(world, () => !world.Worker.Executed.IsEmpty);
            var trying = world.Worker.Executed.Single().ChatJid;
            other = trying == World.Main ? World.Family : World.Main;
            await world.SayAsync(trying, "/stop");
            world.Worker.Gate = null;
        }
        else
        {
            await using var unreadable = world.LockMemory("family");
            await world.PassAsync(TimeSpan.FromMinutes(2));
            world.Worker.Away = () => null;
        }

        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Null(world.Assistant.Outages.Whole);
        Assert.Equal(0, world.Assistant.OutageGuard.Held);
        Assert.StartsWith("answer to", world.Channel.TextsTo(other).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_of_which_nothing_waits_any_more_is_not_held()
    {
        await using var world = await AwayAsync(World.Family);
        Assert.Equal(1, world.Assistant.OutageGuard.Held);

        foreach (var run in await world.Store.Runs.ListUnfinishedAsync(Token))
        {
            await world.Store.Runs.EndAsync(run.RunId, new Store.RunOutcome { Status = RunStatus.Failed, EndedAt = world.Time.GetUtcNow() }, Token);
        }

        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(0, world.Assistant.OutageGuard.Held);
        Assert.NotNull(world.Assistant.Outages.Whole);
        Assert.Empty(world.Channel.Sent); // Nobody waits: there is nobody to tell.
    }

    /// <summary>Before a message is given up the agent must have been seen to answer something.</summary>
    [Fact]
    public async Task A_message_whose_retries_are_used_up_is_kept_where_the_agent_fails_at_everything()
    {
        await using var world = await World.CreateAsync();
        var isIll = true;
        world.Worker.RunFails = _ => isIll ? AgentErrorCodes.Internal : null;
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Contains("are kept", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);

        isIll = false;
        await world.SettleAsync();

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Family).Last());
        Assert.Empty(await world.Store.SetAside.ListAsync(Token));
    }

    /// <summary>What is wrong with a message says that there is somebody who looked at it.</summary>
    [Fact]
    public async Task A_run_that_fails_by_its_own_fault_ends_the_outage()
    {
        await using var world = await AwayAsync(World.Family);
        world.Worker.RunFails = _ => AgentErrorCodes.StepLimit;
        world.Worker.Away = () => null;

        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Single(await world.Store.SetAside.ListAsync(Token));
        Assert.Null(world.Assistant.Outages.Whole);
    }

    [Fact]
    public async Task A_try_of_a_group_that_is_busy_leaves_the_next_to_another_and_keeps_its_trouble_to_itself()
    {
        await using var world = await AwayAsync(World.Family, World.Main);
        world.Worker.Away = () => null;
        world.Worker.Answer = request => request.GroupFolder == "family" ? throw Failures.Of(AgentErrorCodes.GroupBusy) : [new AgentEvent.Output("answer")];

        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Contains("answer", world.Channel.TextsTo(World.Main));
        Assert.Null(world.Assistant.Outages.Whole);
        Assert.Equal([World.Family], world.Assistant.Outages.Chats.Keys);
    }

    /// <summary>The first trouble was everybody's, and so is the next: that others were answered between them says nothing.</summary>
    [Fact]
    public async Task An_outage_after_one_that_is_over_is_everybodys_again()
    {
        await using var world = await AwayAsync(World.Family);
        world.Worker.Away = () => null;
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        Assert.Null(world.Assistant.Outages.Whole);

        world.Worker.Away = () => Failures.Of(AgentErrorCodes.ConnectionFailed);
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(1));

        Assert.NotNull(world.Assistant.Outages.Whole);
        Assert.Empty(world.Assistant.Outages.Chats);
    }

    private static async Task<World> AwayAsync(params string[] chats)
    {
        var world = await World.CreateAsync();
        world.Worker.Away = () => Failures.Of(AgentErrorCodes.ConnectionFailed);
        foreach (var chat in chats)
        {
            await world.SayAsync(chat);
            await world.PassAsync(TimeSpan.FromSeconds(10));
        }

        Assert.NotNull(world.Assistant.Outages.Whole);
        return world;
    }

    private static Task UntilAsync(World world, Func<bool> condition) =>
        World.UntilAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        });
}
