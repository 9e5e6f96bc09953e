using NanoClaw.Agents;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>Whether a message is to blame, or the agent is away.</summary>
public sealed class OutageBlameTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_the_model_refuses_is_set_aside_and_told_where_the_model_answers_others()
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = request => request.Prompt.Contains("#1", StringComparison.Ordinal) ? AgentErrorCodes.ModelRefused : null;

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Collection(
            world.Channel.TextsTo(World.Family),
            text => Assert.StartsWith("I cannot answer your last message: it is refused as it is", text, StringComparison.Ordinal),
            text => Assert.Equal("answer to #2", text)
        );
        // What only looks whether it answers has nothing of the group in it, and none of the main group's rights.
        var look = world.Worker.Executed.First(request => request.Prompt.StartsWith("This only looks", StringComparison.Ordinal));
        Assert.Equal((false, true, null), (look.IsMain, look.IsScheduledTask, look.Metadata));
    }

    /// <summary>The agent is asked a plain question then, under an id that the contract takes.</summary>
    [Theory]
    [InlineData("two\nlines@fake")]
    [InlineData("a\u0001b@fake")]
    [InlineData(300)]
    public async Task A_chat_whose_id_the_contract_does_not_take_is_no_reason_to_think_that_the_agent_is_away(object id)
    {
        var jid = id as string ?? $"{new string('j', (int)id)}@fake";
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family, Token))! with { Jid = jid, Folder = "odd" }, Token);
        world.Worker.RunFails = request => request.Prompt.Contains("#1<", StringComparison.Ordinal) ? AgentErrorCodes.ModelRefused : null;

        await world.SayAsync(jid, "#1");
        await world.RestAsync();
        Assert.Null(world.Assistant.Outages.Whole);
        await world.SayAsync(jid, "#2");
        await world.RestAsync();

        Assert.Collection(
            world.Channel.TextsTo(jid),
            text => Assert.StartsWith("I cannot answer your last message", text, StringComparison.Ordinal),
            text => Assert.Equal("answer to #2", text)
        );
    }

    /// <summary>As one of another version does: no message is to blame for that.</summary>
    [Theory]
    [InlineData(AgentErrorCodes.InvalidRequest)]
    [InlineData(AgentErrorCodes.InvalidJson)]
    [InlineData(AgentErrorCodes.BodyTooLarge)]
    public async Task While_the_agent_refuses_whatever_it_is_asked_messages_are_kept_and_the_main_group_knows_the_cure(string code)
    {
        await using var world = await World.CreateAsync();
        var isIll = true;
        world.Worker.Refuses = _ => isIll ? code : null;
        await world.SayAsync(World.Family);
        await world.RestAsync();
        await world.SayAsync(World.Main);
        await world.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(1));
        await world.RestartAsync();
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(1));

        Assert.Empty(await world.Store.SetAside.ListAsync(Token));
        Assert.StartsWith("I cannot answer at the moment", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);
        Assert.Contains("pulumi up", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Equal(OutageCause.Misconfigured, world.Assistant.Outages.Whole?.Cause);

        isIll = false;
        await world.PassAsync(TimeSpan.FromMinutes(35), TimeSpan.FromMinutes(1));
        await world.SettleAsync();
        Assert.Equal("answer to #1 #3", world.Channel.TextsTo(World.Family).Last());
        Assert.Equal("answer to #2", world.Channel.TextsTo(World.Main).Last());
        Assert.All(world.Worker.Executed, request => Assert.NotNull(request.Metadata));
    }
}
