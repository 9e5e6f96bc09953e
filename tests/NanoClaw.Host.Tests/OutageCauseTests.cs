using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What is told where the cause of an outage changes while it lasts.</summary>
public sealed class OutageCauseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_main_group_knows_the_cure_that_is_right_now_also_of_a_cause_that_has_come_back_and_everybody_else_is_told_once()
    {
        await using var world = await World.CreateAsync();
        var code = AgentErrorCodes.Unauthorized;
        world.Worker.Away = () => Failures.Of(code);
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(20));
        Assert.Contains("config pull", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);

        foreach (var next in new[] { AgentErrorCodes.ModelUnauthorized, AgentErrorCodes.Unauthorized, AgentErrorCodes.ConnectionFailed })
        {
            code = next;
            await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
            await world.RestartAsync();
        }

        Assert.Collection(
            world.Channel.TextsTo(World.Main),
            text => Assert.Contains("config pull", text, StringComparison.Ordinal),
            text => Assert.Contains("model's key", text, StringComparison.Ordinal),
            text => Assert.Contains("config pull", text, StringComparison.Ordinal),
            text => Assert.Contains("cannot be reached", text, StringComparison.Ordinal)
        );
        Assert.Single(world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task Causes_that_come_and_go_are_told_ever_more_seldom_and_the_one_that_stays_is_the_last_that_was_told()
    {
        await using var world = await World.CreateAsync();
        var (first, second) = (AgentErrorCodes.Unauthorized, AgentErrorCodes.ConnectionFailed);
        var code = first;
        world.Worker.Away = () => Failures.Of(code);
        await world.SayAsync(World.Family);
        for (var flap = 0; flap < 60; flap++)
        {
            code = flap % 2 == 0 ? second : first;
            await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5));
        }

        // Told when new, and then after standing for 1, 2, 4 and 8 minutes.
        Assert.InRange(world.Channel.TextsTo(World.Main).Count(), 6, 12);

        code = first;
        await world.PassAsync(TimeSpan.FromHours(13), TimeSpan.FromMinutes(15));
        var count = world.Channel.TextsTo(World.Main).Count();
        Assert.Contains("config pull", world.Channel.TextsTo(World.Main).Last(), StringComparison.Ordinal);
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15));
        Assert.Equal(count, world.Channel.TextsTo(World.Main).Count());
        Assert.Single(world.Channel.TextsTo(World.Family));
    }

    /// <summary>An outage that an older version of this process wrote down: it knew one cause alone.</summary>
    [Fact]
    public async Task An_outage_from_before_an_update_tells_of_its_first_cause_again_when_that_comes_back()
    {
        await using var world = await World.CreateAsync();
        await world.Store.State.SetAsync(
            "outages",
            $$$"""
            {"whole":{"id":"outage-1","cause":"Credentials","code":"unauthorized","since":"2026-07-01T11:00:00+00:00",
            "told":["{{{World.Main}}}"],"toldCause":"Credentials"},"chats":{}}
            """,
            Token
        );
        await world.RestartAsync();
        var code = AgentErrorCodes.ModelUnauthorized;
        world.Worker.Away = () => Failures.Of(code);
        await world.SayAsync(World.Main);
        await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        code = AgentErrorCodes.Unauthorized;
        await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));

        Assert.Equal([true, false, true], world.Channel.TextsTo(World.Main).Select(text => text.Contains("config pull", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_cause_that_has_just_come_back_is_not_told_again_at_once_by_a_new_chat_that_waits_or_a_restart()
    {
        await using var world = await World.CreateAsync();
        var code = AgentErrorCodes.Unauthorized;
        world.Worker.Away = () => Failures.Of(code);
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(20));
        code = AgentErrorCodes.Misconfigured;
        await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20));
        Assert.Equal(2, world.Channel.TextsTo(World.Main).Count());

        code = AgentErrorCodes.Unauthorized;
        for (var second = 0; world.Assistant.Outages.Whole!.Code != code; second++)
        {
            Assert.True(second < 600, "It is not tried any more.");
            await world.PassAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        await world.SayAsync(World.Quiet, "@Andy #2");
        await world.PassAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));
        Assert.Single(world.Channel.TextsTo(World.Quiet));
        Assert.Equal(2, world.Channel.TextsTo(World.Main).Count());

        await world.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20));
        Assert.Contains("config pull", world.Channel.TextsTo(World.Main).Last(), StringComparison.Ordinal);
        Assert.Equal(3, world.Channel.TextsTo(World.Main).Count());
    }
}
