using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

public sealed class PartialTextTests
{
    [Fact]
    public async Task An_answer_is_shown_while_it_is_written_and_sent_once_at_its_end()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Delta("One "), new AgentEvent.Delta("two."), new AgentEvent.Output("One two.")];

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["One two."], world.Channel.TextsTo(World.Main));
        Assert.All(world.Channel.Partials, partial => Assert.StartsWith(partial, "One two.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_channel_slower_than_the_model_gets_the_newest_text_and_does_not_hold_up_the_answer()
    {
        await using var world = await World.CreateAsync();
        world.Channel.PartialGate = new TaskCompletionSource();
        world.Worker.Answer = _ =>
            [new AgentEvent.Delta("a"), .. Enumerable.Range(0, 100).Select(_ => new AgentEvent.Delta("b")), new AgentEvent.Output("done")];

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["done"], world.Channel.TextsTo(World.Main));
        Assert.InRange(world.Channel.Partials.Count, 0, 1);
    }

    [Fact]
    public async Task A_channel_that_never_ends_showing_holds_the_answer_up_for_two_seconds_at_most()
    {
        await using var world = await World.CreateAsync();
        world.Channel.HeedsCancellation = false;
        world.Channel.PartialGate = new TaskCompletionSource();
        world.Worker.Answer = _ => [new AgentEvent.Delta("do"), new AgentEvent.Delta("ne"), new AgentEvent.Output("done")];

        await world.SayAsync(World.Main);
        await Eventually.TrueAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return !world.Channel.Sent.IsEmpty;
        });

        Assert.Equal(["done"], world.Channel.TextsTo(World.Main));
        world.Channel.PartialGate.SetResult();
        await world.SettleAsync();
    }

    [Fact]
    public async Task Each_text_of_a_run_is_shown_for_itself()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ =>
            [new AgentEvent.Delta("first"), new AgentEvent.Output("first"), new AgentEvent.Delta("second"), new AgentEvent.Output("second")];

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.DoesNotContain(world.Channel.Partials, partial => partial.Contains("firstsecond", StringComparison.Ordinal));
        Assert.Equal(["first", "second"], world.Channel.TextsTo(World.Main));
    }

    [Fact]
    public async Task A_text_that_a_restart_had_worded_otherwise_is_shown_as_it_is_now()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Delta("One tw"), new AgentEvent.Delta("three.") { From = 4 }, new AgentEvent.Output("One three.")];

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.All(world.Channel.Partials, partial => Assert.True("One tw".StartsWith(partial, StringComparison.Ordinal) || partial == "One three."));
        Assert.Equal(["One three."], world.Channel.TextsTo(World.Main));
    }

    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("Hello <internal>secret", "Hello")]
    [InlineData("Hello <internal>secret</internal> there", "Hello  there")]
    [InlineData("Hello <inter", "Hello")]
    [InlineData("Hello <", "Hello")]
    [InlineData("1 < 2", "1 < 2")]
    [InlineData("Hello <b", "Hello <b")]
    [InlineData("a<internal>x</internal><intern", "a")]
    [InlineData("<internal>", "")]
    public void What_may_be_internal_is_not_shown(string soFar, string shown) => Assert.Equal(shown, new InternalFilter().Write(soFar).Trim());
}
