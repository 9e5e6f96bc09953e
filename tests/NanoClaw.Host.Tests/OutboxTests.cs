using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>Texts that a channel cannot send now, or never.</summary>
public sealed class OutboxTests
{
    [Fact]
    public async Task A_failing_channel_is_tried_again_and_keeps_the_order()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("one"), new AgentEvent.Output("two")];
        world.Channel.Failures.Enqueue(false);
        world.Channel.Failures.Enqueue(true);

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["one", "two"], world.Channel.TextsTo(World.Main));
    }

    [Fact]
    public async Task A_channel_that_has_its_connection_back_is_not_kept_waiting()
    {
        await using var world = await World.CreateAsync();
        world.Channel.Status = new(ChannelState.Reconnecting);
        world.Channel.OnCall = () =>
        {
            if (world.Channel.Status.State is not ChannelState.Connected)
            {
                throw new IOException("offline");
            }
        };
        await world.SayAsync(World.Main);
        await PassAsync(() => world.Log.All.Contains("again in 00:01:00", StringComparison.Ordinal), seconds: 600);

        world.Channel.Status = new(ChannelState.Connected);
        await PassAsync(() => world.Channel.TextsTo(World.Main).Any(), seconds: 20);

        Assert.Single(world.Channel.TextsTo(World.Main));

        async Task PassAsync(Func<bool> condition, int seconds)
        {
            for (var tick = 0; tick < seconds && !condition(); tick++)
            {
                // The sender looks each second, and then waits for the next.
                var timers = world.Time.Timers;
                world.Time.Advance(TimeSpan.FromSeconds(1));
                await Eventually.TrueAsync(() => condition() || world.Time.Timers > timers);
            }
        }
    }

    [Fact]
    public async Task A_text_that_is_refused_for_good_is_dropped_and_holds_up_nothing()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("one"), new AgentEvent.Output("two")];
        world.Channel.Refuses = message => message.Text == "one";

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["two"], world.Channel.TextsTo(World.Main));
        Assert.Equal("blocked", Assert.Single(await world.Store.Outbox.ListRefusedAsync(5, TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public async Task Of_texts_that_a_chat_refuses_the_main_group_is_told_once_a_day()
    {
        await using var world = await World.CreateAsync();
        world.Channel.Refuses = message => message.ChatJid == World.Family;
        await world.SayAsync(World.Family);
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Equal(
            ["A message of mine to family was refused for good: blocked. I do not send it again; nanoclaw status lists what was refused."],
            world.Channel.TextsTo(World.Main)
        );

        world.Time.Advance(TimeSpan.FromDays(1));
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(2, world.Channel.TextsTo(World.Main).Count());
    }

    [Fact]
    public async Task A_refusal_of_the_main_group_itself_is_told_nobody()
    {
        await using var world = await World.CreateAsync();
        world.Channel.Refuses = _ => true;

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Single(await world.Store.Outbox.ListRefusedAsync(5, TestContext.Current.CancellationToken));
    }
}
