using NanoClaw.Host.Queue;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>A stop waits, then cancels, and leaves nothing running.</summary>
[Trait("v1", "queue")]
public sealed class GroupQueueStopTests : GroupQueueFixture
{
    [Fact]
    public async Task Stopping_waits_for_what_runs_then_cancels_it_and_starts_nothing_more()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        var stop = Queue.StopAsync(TimeSpan.FromSeconds(10));
        Queue.EnqueueMessages("b");
        Assert.Equal(1, Queue.Depth.Running);
        Assert.False(stop.IsCompleted);

        Time.Advance(TimeSpan.FromSeconds(10));
        await stop.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(0, Queue.Depth.Running);
        Assert.Equal(["a"], Work.Begun);
    }

    [Fact]
    public async Task Stopping_in_the_middle_of_giving_up_after_a_failure_is_no_failure_of_its_own()
    {
        Work.GivesUpUntilCancelled = true;
        Queue.EnqueueMessages("a");
        while (Work.GivenUp.IsEmpty)
        {
            await Work.BegunAsync("a");
            Work.Fail("a", new InvalidOperationException("bug"));
            await UntilAsync(() => Queue.Depth.BackingOff == 1 || !Work.GivenUp.IsEmpty);
            Time.Advance(TimeSpan.FromSeconds(80));
        }

        await Queue.StopAsync(TimeSpan.Zero).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(0, Queue.Depth.Running);
    }

    [Fact]
    public async Task What_is_cancelled_has_ended_when_stopping_has()
    {
        Work.EndsWhenCancelled = false;
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        var stop = Queue.StopAsync(TimeSpan.Zero);
        await UntilAsync(() => Work.Cancelled == 1);
        Assert.False(stop.IsCompleted);

        Work.Finish("a", WorkResult.Done);
        await stop.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.Equal(0, Queue.Depth.Running);
    }

    [Fact]
    public async Task What_fails_while_it_stops_waits_for_the_next_start_and_for_no_time()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        var stop = Queue.StopAsync(TimeSpan.FromSeconds(10));
        Work.Finish("a", WorkResult.Retry());
        await stop.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (Queue.Depth.Running, Queue.Depth.BackingOff));
    }

    [Fact]
    public async Task Disposing_cancels_what_runs_and_waits_for_its_end()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");

        await Queue.DisposeAsync();

        Assert.Equal((0, 1), (Queue.Depth.Running, Work.Cancelled));
    }
}
