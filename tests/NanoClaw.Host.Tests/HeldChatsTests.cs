using NanoClaw.Host.Outages;

namespace NanoClaw.Host.Tests;

/// <summary>Whose turn it is to try whether the agent is back.</summary>
public sealed class HeldChatsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_waits_longest_is_offered_the_first_turn_and_may_take_it()
    {
        var held = Holding(("b", 2), ("a", 1), ("c", 3));

        Assert.Equal("a", held.Offer());
        Assert.True(held.MayTry("a"));
        Assert.False(held.MayTry("b"));
        Assert.Equal(3, held.Count);
        Assert.Equal(["a", "b", "c"], held.All.Order());
    }

    /// <summary>A run that always fails, or a chat that never comes, is no reason for the others to wait.</summary>
    [Fact]
    public void Who_has_tried_or_did_not_come_lets_the_others_go_first()
    {
        var held = Holding(("a", 1), ("b", 2), ("c", 3));

        held.Offer();
        held.Tries("a");
        Assert.Equal(["b", "c"], held.All.Order());
        held.Add("a", Noon.AddHours(1));
        Assert.Equal("b", held.Offer());
        Assert.Equal("c", held.Offer()); // b did not come.
        held.Tries("c");
        held.Add("c", Noon.AddHours(3));
        Assert.Equal(["a", "b", "c", "a"], new[] { 1, 2, 3, 4 }.Select(_ => held.Offer()));
    }

    [Fact]
    public void Who_was_offered_a_turn_may_still_take_it_when_another_comes_that_waits_longer()
    {
        var held = Holding(("b", 2));
        held.Offer();
        held.Add("a", Noon.AddHours(1));

        Assert.True(held.MayTry("b"));
        Assert.True(held.MayTry("a"));
        held.Tries("b");
        Assert.False(held.MayTry("b"));
    }

    [Fact]
    public void Who_was_offered_a_turn_and_waits_no_more_is_not_missed()
    {
        var held = Holding(("a", 1), ("b", 2));
        held.Offer();

        Assert.True(held.Remove("a"));
        Assert.False(held.Remove("a"));
        Assert.Equal("b", held.Offer());
        held.Add("a", Noon.AddHours(1));
        Assert.Equal("a", held.Offer()); // It never tried; b was offered one.
    }

    [Fact]
    public void All_go_in_the_order_of_their_waiting_and_of_what_was_tried_nothing_is_left()
    {
        var held = Holding(("b", 2), ("c", 3), ("a", 1));
        Assert.Equal("a", held.Offer());
        held.Tries("a");
        held.Add("a", Noon.AddHours(1));
        Assert.Equal("b", held.Offer());

        Assert.Equal(["a", "b", "c"], held.Release());
        Assert.Equal(0, held.Count);
        Assert.Null(held.Offer());
        Assert.False(held.MayTry("b"));

        held.Add("b", Noon.AddHours(2));
        held.Add("a", Noon.AddHours(1));
        Assert.Equal("a", held.Offer());
    }

    private static HeldChats Holding(params (string Chat, int Since)[] chats)
    {
        var held = new HeldChats();
        foreach (var (chat, since) in chats)
        {
            held.Add(chat, Noon.AddHours(since));
        }

        return held;
    }
}
