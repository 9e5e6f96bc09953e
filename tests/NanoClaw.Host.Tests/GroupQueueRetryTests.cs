using NanoClaw.Host.Queue;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What failed is tried again, and given up in the end.</summary>
[Trait("v1", "queue")]
public sealed class GroupQueueRetryTests : GroupQueueFixture
{
    [Fact]
    public async Task Failures_are_retried_after_5_10_20_40_and_80_seconds_and_then_given_up()
    {
        Queue.EnqueueMessages("a");
        foreach (var seconds in new[] { 5, 10, 20, 40, 80 })
        {
            await Work.BegunAsync("a");
            Work.Finish("a", WorkResult.Retry());
            await UntilAsync(() => Queue.Depth is { Running: 0, BackingOff: 1 });
            Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, Queue.Depth.Running);
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await Work.BegunAsync("a");
        Assert.Empty(Work.GivenUp);
        Work.Finish("a", WorkResult.Retry());
        await UntilAsync(() => !Work.GivenUp.IsEmpty);
        Assert.Equal(["a"], Work.GivenUp);

        // What came meanwhile is not given up with it.
        await Work.BegunAsync("a");
        Assert.Equal([0, 1, 2, 3, 4, 5, 0], Work.Attempts);
    }

    [Fact]
    public async Task A_giving_up_that_fails_holds_up_nothing()
    {
        Work.FailsToGiveUp = true;
        Queue.EnqueueMessages("a");
        for (var attempt = 0; attempt <= new QueueOptions().RetryDelays.Count; attempt++)
        {
            await Work.BegunAsync("a");
            Work.Finish("a", WorkResult.Retry());
            await UntilAsync(() => Queue.Depth.BackingOff == 1 || !Work.GivenUp.IsEmpty);
            Time.Advance(TimeSpan.FromMinutes(2));
        }

        await Work.BegunAsync("a");
        Assert.Equal(0, Work.Attempts.Last());
    }

    [Fact]
    public async Task What_is_held_is_neither_an_attempt_nor_the_end_of_the_attempts_before_it()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        Work.Finish("a", WorkResult.Retry());
        await UntilAsync(() => Queue.Depth is { Running: 0, BackingOff: 1 });
        Time.Advance(TimeSpan.FromSeconds(5));
        await Work.BegunAsync("a");
        Work.Finish("a", WorkResult.Held);
        await ScriptedWork.QuietAsync(Queue);
        Assert.Equal(0, Queue.Depth.BackingOff);

        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        Assert.Equal([0, 1, 1], Work.Attempts);
    }

    [Fact]
    public async Task A_new_message_does_not_cut_the_backoff_short_but_a_task_is_not_held_up_by_it()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        Work.Finish("a", WorkResult.Retry());
        await UntilAsync(() => Queue.Depth is { Running: 0, BackingOff: 1 });

        Queue.EnqueueMessages("a");
        Queue.EnqueueTask("a", "t");
        await Work.BegunAsync("a/t");
        Work.Finish("a/t", WorkResult.Done);
        await ScriptedWork.QuietAsync(Queue);
        Assert.Equal(["a", "a/t"], Work.Begun);

        Time.Advance(TimeSpan.FromSeconds(5));
        await Work.BegunAsync("a");
    }

    [Fact]
    public async Task The_service_may_ask_for_a_longer_wait_than_the_backoff()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        Work.Finish("a", WorkResult.Retry(TimeSpan.FromSeconds(30)));
        await UntilAsync(() => Queue.Depth is { Running: 0, BackingOff: 1 });

        Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, Queue.Depth.Running);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Work.BegunAsync("a");
    }

    [Fact]
    public async Task A_chat_for_which_nothing_is_left_to_do_is_forgotten_and_one_that_is_tried_again_is_not()
    {
        Queue.EnqueueMessages("a");
        Queue.EnqueueTask("b", "t");
        Queue.EnqueueMessages("c");
        await Work.BegunAsync("a");
        await Work.BegunAsync("b/t");
        await Work.BegunAsync("c");
        Assert.Equal(3, Queue.Known);

        Work.Finish("a", WorkResult.Done);
        Work.Finish("b/t", WorkResult.Done);
        Work.Finish("c", WorkResult.Retry());
        await UntilAsync(() => Queue.Depth.Running == 0);

        Assert.Equal((1, 1), (Queue.Known, Queue.Depth.BackingOff));
    }

    [Fact]
    public async Task An_unexpected_failure_is_a_retry_and_harms_no_other_group()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        Work.Fail("a", new InvalidOperationException("bug"));
        await UntilAsync(() => Queue.Depth is { Running: 0, BackingOff: 1 });

        Queue.EnqueueMessages("b");
        await Work.BegunAsync("b");
    }
}
