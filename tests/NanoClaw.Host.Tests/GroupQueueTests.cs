using NanoClaw.Host.Queue;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>Who runs when: one run a group, so many in all, each in its turn.</summary>
[Trait("v1", "queue")]
public sealed class GroupQueueTests : GroupQueueFixture
{
    [Fact]
    public async Task One_run_at_a_time_in_a_group_and_what_comes_meanwhile_is_one_more()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        Queue.EnqueueMessages("a");
        Queue.EnqueueMessages("a");
        Assert.Equal(1, Queue.Depth.Running);

        Work.Finish("a", WorkResult.Done);
        await Work.BegunAsync("a");
        Work.Finish("a", WorkResult.Done);

        await ScriptedWork.QuietAsync(Queue);
        Assert.Equal(["a", "a"], Work.Begun);
    }

    [Fact]
    public async Task Five_run_in_all_and_those_who_wait_are_served_in_order()
    {
        foreach (var chat in "abcdefgh")
        {
            Queue.EnqueueMessages($"{chat}");
        }

        foreach (var chat in "abcde")
        {
            await Work.BegunAsync($"{chat}");
        }

        Assert.Equal((5, 3), (Queue.Depth.Running, Queue.Depth.Waiting));
        Work.Finish("c", WorkResult.Done);
        await Work.BegunAsync("f");
        Work.Finish("a", WorkResult.Done);
        await Work.BegunAsync("g");
        Work.Finish("b", WorkResult.Done);
        await Work.BegunAsync("h");
        Assert.Equal(5, Queue.Depth.Running);
    }

    [Fact]
    public async Task Tasks_go_before_messages_and_one_that_waits_or_runs_is_not_queued_twice()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        Queue.EnqueueMessages("a");
        Assert.True(Queue.EnqueueTask("a", "t1"));
        Assert.False(Queue.EnqueueTask("a", "t1"));
        Assert.True(Queue.EnqueueTask("a", "t2"));

        Work.Finish("a", WorkResult.Done);
        await Work.BegunAsync("a/t1");
        Assert.False(Queue.EnqueueTask("a", "t1"));
        Work.Finish("a/t1", WorkResult.Done);
        await Work.BegunAsync("a/t2");
        Work.Finish("a/t2", WorkResult.Done);
        await Work.BegunAsync("a");
        Assert.True(Queue.EnqueueTask("a", "t1"));
    }

    [Fact]
    public async Task More_is_taken_up_at_once_also_where_a_message_came_meanwhile()
    {
        Queue.EnqueueMessages("a");
        await Work.BegunAsync("a");
        Work.Finish("a", WorkResult.More);
        await Work.BegunAsync("a");
        Queue.EnqueueMessages("a");
        Work.Finish("a", WorkResult.More);
        await Work.BegunAsync("a");
    }

    [Fact]
    public async Task A_group_that_waits_is_not_queued_twice_and_so_never_runs_twice_at_once()
    {
        foreach (var chat in "abcde")
        {
            Queue.EnqueueMessages($"{chat}");
            await Work.BegunAsync($"{chat}");
        }

        Queue.EnqueueMessages("f");
        Queue.EnqueueMessages("f");
        Work.Finish("a", WorkResult.Done);
        await Work.BegunAsync("f");
        Queue.EnqueueMessages("f");
        Work.Finish("b", WorkResult.Done);

        await UntilAsync(() => Queue.Depth.Running == 4);
        Assert.Single(Work.Begun, begun => begun == "f");
    }
}
