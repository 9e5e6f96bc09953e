using NanoClaw.Agents;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>An outage loses nothing, and silence is always told.</summary>
public sealed class OutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_hour_without_an_agent_over_many_groups_and_restarts_all_are_answered_once_oldest_first_and_were_told_once()
    {
        await using var world = await World.CreateAsync(options => options with { MaxConcurrentRuns = 1 });
        var chats = new List<string> { World.Main };
        for (var group = 0; group < 20; group++)
        {
            await world.AddGroupAsync($"g{group}");
            chats.Add($"g{group}@fake");
        }

        var isAway = true;
        world.Worker.Away = () => isAway ? Failures.Of(AgentErrorCodes.ConnectionFailed) : null;
        foreach (var chat in chats)
        {
            await world.SayAsync(chat);
            await world.PassAsync(TimeSpan.FromSeconds(20));
        }

        await world.PassAsync(TimeSpan.FromMinutes(20), TimeSpan.FromSeconds(30));
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromMinutes(20), TimeSpan.FromSeconds(30));
        foreach (var chat in chats)
        {
            await world.SayAsync(chat);
        }

        await world.PassAsync(TimeSpan.FromMinutes(20), TimeSpan.FromSeconds(30));
        await world.RestartAsync();
        await world.RestAsync();
        var calls = world.Worker.Calls.Count;
        Assert.InRange(calls, 40, 120); // one a minute, not one a minute and group
        Assert.Empty(world.Worker.Executed);

        isAway = false;
        await world.SettleAsync();

        foreach (var (index, chat) in chats.Index())
        {
            var texts = world.Channel.TextsTo(chat).ToList();
            Assert.Equal(3, texts.Count);
            Assert.StartsWith("I cannot answer at the moment", texts[0], StringComparison.Ordinal);
            Assert.StartsWith("I am back after ", texts[1], StringComparison.Ordinal);
            Assert.Equal($"answer to #{index + 1} #{index + chats.Count + 1}", texts[2]);
        }

        // The one whose run tried goes first; the others by the age of what waits. The chats' texts go out beside each other.
        var answered = world.Worker.Executed.Select(request => chats.IndexOf(request.ChatJid)).ToList();
        Assert.Equal(answered.Skip(1).Order(), answered.Skip(1));
        Assert.All(world.Worker.Executed, request => Assert.Contains("waited since", request.Prompt, StringComparison.Ordinal));
        Assert.Null((await OutageBook.ReadAsync(world.Store, Token)).Whole);
        Assert.Contains("nanoclaw doctor", world.Channel.TextsTo(World.Main).First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"whole":null,"chats":{"family@fake":null}}""")]
    [InlineData("""{"whole":{"id":"o","cause":"Credentials","code":"x","since":"2026-07-01T10:00:00+00:00"},"chats":{}}""")]
    [InlineData("""{"whole":{"id":"o","cause":"ACauseOfALaterVersion","code":"x","since":"2026-07-01T10:00:00+00:00","told":[]},"chats":{}}""")]
    [InlineData("""{"whole":{"cause":"Credentials","code":"x","since":"2026-07-01T10:00:00+00:00"},"chats":{"family@fake":null}}""")]
    public async Task An_outage_that_another_version_wrote_down_keeps_nobody_waiting(string written)
    {
        await using var world = await World.CreateAsync();
        await world.Store.State.SetAsync("outages", written, Token);
        await world.RestartAsync();

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Family).Last());
    }

    [Fact]
    public async Task A_chat_that_alone_is_not_answered_holds_up_no_other_and_is_told()
    {
        await using var world = await World.CreateAsync();
        await world.AddGroupAsync("other");
        world.Worker.Answer = request =>
            request.GroupFolder == "family" ? throw Failures.Of(AgentErrorCodes.ConnectionFailed) : [new AgentEvent.Output("answer")];

        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromSeconds(10));
        for (var message = 0; message < 5; message++)
        {
            await world.SayAsync("other@fake");
            await world.PassAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(5, world.Channel.TextsTo("other@fake").Count());
        Assert.StartsWith("I cannot answer at the moment", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);
        Assert.Contains("in family", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Null(world.Assistant.Outages.Whole);
        Assert.Equal(World.Family, Assert.Single(world.Assistant.Outages.Chats).Key);
        Assert.InRange(world.Worker.Calls.Count, 8, 20); // It is tried as seldom as everybody's.

        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(World.Family, Assert.Single(world.Assistant.Outages.Chats).Key);
        Assert.Null(world.Assistant.Outages.Whole);
        Assert.Single(world.Channel.TextsTo(World.Family));
        world.Worker.Answer = _ => [new AgentEvent.Output("at last")];
        await world.SettleAsync();
        Assert.Equal("at last", world.Channel.TextsTo(World.Family).Last());
        Assert.Empty(world.Assistant.Outages.Chats);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_trouble_of_a_chat_that_is_no_group_any_more_ends_with_it(bool restarts)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = request => request.GroupFolder is "family" ? throw Failures.Of(AgentErrorCodes.GroupBusy) : [new AgentEvent.Output("answer")];
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Single(world.Assistant.Outages.Chats);

        await world.Store.Groups.RemoveAsync(World.Family, Token);
        await (restarts ? world.RestartAsync() : world.PassAsync(TimeSpan.FromMinutes(2)));
        await world.RestAsync();

        Assert.Empty(world.Assistant.Outages.Chats);
        Assert.Empty(await world.Store.Runs.ListUnfinishedAsync(Token));
        Assert.Equal(0, world.Assistant.HeldChats);
        Assert.Empty((await OutageBook.ReadAsync(world.Store, Token)).Chats);
    }

    [Fact]
    public async Task A_run_that_is_late_is_only_taken_up_and_one_that_never_came_to_be_is_asked_anew()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut)); // the Worker has run it
        await world.SayAsync(World.Family);
        await world.RestAsync();
        world.Worker.Away = () => Failures.Of(AgentErrorCodes.ConnectionFailed);
        await world.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(1));
        world.Worker.Away = () => null;
        await world.PassAsync(TimeSpan.FromMinutes(35), TimeSpan.FromMinutes(1));
        await world.SettleAsync();

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Family).Last());
        Assert.Single(world.Worker.Executed);
    }
}
