using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What fails in this process is no message's fault.</summary>
public sealed class OwnTroubleTests
{
    [Fact]
    public async Task What_keeps_a_run_from_beginning_is_told_once_and_the_messages_are_answered_when_it_is_mended()
    {
        await using var world = await World.CreateAsync();
        await using (world.LockMemory("main"))
        {
            await world.SayAsync(World.Main);
            await Eventually.TrueAsync(() =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(10));
                return world.Log.Lines.Count(line => line.Contains("The work of main@fake failed", StringComparison.Ordinal)) > 12;
            });
            Assert.Contains("something is wrong where I run", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        }

        await world.SettleAsync();

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Main).Last());
        Assert.Single(world.Worker.Executed);
    }

    /// <summary>What failed and was answered in the end has nothing to do with what goes wrong later.</summary>
    [Fact]
    public async Task Trouble_of_this_process_is_told_in_each_chat_once_a_day_and_sets_nothing_aside()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));

        string[] chats = [World.Main, World.Family];
        await using var main = world.LockMemory("main");
        await using var family = world.LockMemory("family");
        foreach (var chat in chats)
        {
            await world.SayAsync(chat);
        }

        for (var day = 1; day <= 2; day++)
        {
            await world.PassAsync(TimeSpan.FromMinutes(20));
            Assert.All(
                chats,
                chat => Assert.Equal(day, world.Channel.TextsTo(chat).Count(text => text.Contains("something is wrong where I run", StringComparison.Ordinal)))
            );
            world.Time.Advance(TimeSpan.FromDays(1));
            await world.Assistant.LookThroughAsync(TestContext.Current.CancellationToken);
        }

        Assert.Empty(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken));
    }
}
