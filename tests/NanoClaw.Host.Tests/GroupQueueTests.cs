using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

[Trait("v1", "queue")]
public sealed class GroupQueueTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedWork _work = new();
    private readonly GroupQueue _queue;

    public GroupQueueTests() => _queue = new(_work, new QueueOptions(), _time, NullLogger<GroupQueue>.Instance);

    public ValueTask DisposeAsync()
    {
        _work.Release();
        return _queue.DisposeAsync();
    }

    [Fact]
    public async Task One_run_at_a_time_in_a_group_and_what_comes_meanwhile_is_one_more()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        _queue.EnqueueMessages("a");
        _queue.EnqueueMessages("a");
        Assert.Equal(1, _queue.Depth.Running);

        _work.Finish("a", WorkResult.Done);
        await _work.BegunAsync("a");
        _work.Finish("a", WorkResult.Done);

        await ScriptedWork.QuietAsync(_queue);
        Assert.Equal(["a", "a"], _work.Begun);
    }

    [Fact]
    public async Task Five_run_in_all_and_those_who_wait_are_served_in_order()
    {
        foreach (var chat in "abcdefgh")
        {
            _queue.EnqueueMessages($"{chat}");
        }

        foreach (var chat in "abcde")
        {
            await _work.BegunAsync($"{chat}");
        }

        Assert.Equal((5, 3), (_queue.Depth.Running, _queue.Depth.Waiting));
        _work.Finish("c", WorkResult.Done);
        await _work.BegunAsync("f");
        _work.Finish("a", WorkResult.Done);
        await _work.BegunAsync("g");
        _work.Finish("b", WorkResult.Done);
        await _work.BegunAsync("h");
        Assert.Equal(5, _queue.Depth.Running);
    }

    [Fact]
    public async Task Tasks_go_before_messages_and_one_that_waits_or_runs_is_not_queued_twice()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        _queue.EnqueueMessages("a");
        Assert.True(_queue.EnqueueTask("a", "t1"));
        Assert.False(_queue.EnqueueTask("a", "t1"));
        Assert.True(_queue.EnqueueTask("a", "t2"));

        _work.Finish("a", WorkResult.Done);
        await _work.BegunAsync("a/t1");
        Assert.False(_queue.EnqueueTask("a", "t1"));
        _work.Finish("a/t1", WorkResult.Done);
        await _work.BegunAsync("a/t2");
        _work.Finish("a/t2", WorkResult.Done);
        await _work.BegunAsync("a");
        Assert.True(_queue.EnqueueTask("a", "t1"));
    }

    [Fact]
    public async Task Failures_are_retried_after_5_10_20_40_and_80_seconds_and_then_given_up()
    {
        _queue.EnqueueMessages("a");
        foreach (var seconds in new[] { 5, 10, 20, 40, 80 })
        {
            await _work.BegunAsync("a");
            _work.Finish("a", WorkResult.Retry());
            await UntilAsync(() => _queue.Depth is { Running: 0, BackingOff: 1 });
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, _queue.Depth.Running);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await _work.BegunAsync("a");
        Assert.Empty(_work.GivenUp);
        _work.Finish("a", WorkResult.Retry());
        await UntilAsync(() => !_work.GivenUp.IsEmpty);
        Assert.Equal(["a"], _work.GivenUp);

        // What came meanwhile is not given up with it.
        await _work.BegunAsync("a");
        Assert.Equal([0, 1, 2, 3, 4, 5, 0], _work.Attempts);
    }

    [Fact]
    public async Task A_giving_up_that_fails_holds_up_nothing()
    {
        _work.FailsToGiveUp = true;
        _queue.EnqueueMessages("a");
        for (var attempt = 0; attempt <= new QueueOptions().RetryDelays.Count; attempt++)
        {
            await _work.BegunAsync("a");
            _work.Finish("a", WorkResult.Retry());
            await UntilAsync(() => _queue.Depth.BackingOff == 1 || !_work.GivenUp.IsEmpty);
            _time.Advance(TimeSpan.FromMinutes(2));
        }

        await _work.BegunAsync("a");
        Assert.Equal(0, _work.Attempts.Last());
    }

    [Fact]
    public async Task More_is_taken_up_at_once_also_where_a_message_came_meanwhile()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        _work.Finish("a", WorkResult.More);
        await _work.BegunAsync("a");
        _queue.EnqueueMessages("a");
        _work.Finish("a", WorkResult.More);
        await _work.BegunAsync("a");
    }

    [Fact]
    public async Task What_is_held_is_neither_an_attempt_nor_the_end_of_the_attempts_before_it()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        _work.Finish("a", WorkResult.Retry());
        await UntilAsync(() => _queue.Depth is { Running: 0, BackingOff: 1 });
        _time.Advance(TimeSpan.FromSeconds(5));
        await _work.BegunAsync("a");
        _work.Finish("a", WorkResult.Held);
        await ScriptedWork.QuietAsync(_queue);
        Assert.Equal(0, _queue.Depth.BackingOff);

        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        Assert.Equal([0, 1, 1], _work.Attempts);
    }

    [Fact]
    public async Task A_group_that_waits_is_not_queued_twice_and_so_never_runs_twice_at_once()
    {
        foreach (var chat in "abcde")
        {
            _queue.EnqueueMessages($"{chat}");
            await _work.BegunAsync($"{chat}");
        }

        _queue.EnqueueMessages("f");
        _queue.EnqueueMessages("f");
        _work.Finish("a", WorkResult.Done);
        await _work.BegunAsync("f");
        _queue.EnqueueMessages("f");
        _work.Finish("b", WorkResult.Done);

        await UntilAsync(() => _queue.Depth.Running == 4);
        Assert.Single(_work.Begun, begun => begun == "f");
    }

    [Fact]
    public async Task A_new_message_does_not_cut_the_backoff_short_but_a_task_is_not_held_up_by_it()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        _work.Finish("a", WorkResult.Retry());
        await UntilAsync(() => _queue.Depth is { Running: 0, BackingOff: 1 });

        _queue.EnqueueMessages("a");
        _queue.EnqueueTask("a", "t");
        await _work.BegunAsync("a/t");
        _work.Finish("a/t", WorkResult.Done);
        await ScriptedWork.QuietAsync(_queue);
        Assert.Equal(["a", "a/t"], _work.Begun);

        _time.Advance(TimeSpan.FromSeconds(5));
        await _work.BegunAsync("a");
    }

    [Fact]
    public async Task The_service_may_ask_for_a_longer_wait_than_the_backoff()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        _work.Finish("a", WorkResult.Retry(TimeSpan.FromSeconds(30)));
        await UntilAsync(() => _queue.Depth is { Running: 0, BackingOff: 1 });

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, _queue.Depth.Running);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _work.BegunAsync("a");
    }

    [Fact]
    public async Task A_chat_for_which_nothing_is_left_to_do_is_forgotten_and_one_that_is_tried_again_is_not()
    {
        _queue.EnqueueMessages("a");
        _queue.EnqueueTask("b", "t");
        _queue.EnqueueMessages("c");
        await _work.BegunAsync("a");
        await _work.BegunAsync("b/t");
        await _work.BegunAsync("c");
        Assert.Equal(3, _queue.Known);

        _work.Finish("a", WorkResult.Done);
        _work.Finish("b/t", WorkResult.Done);
        _work.Finish("c", WorkResult.Retry());
        await UntilAsync(() => _queue.Depth.Running == 0);

        Assert.Equal((1, 1), (_queue.Known, _queue.Depth.BackingOff));
    }

    [Fact]
    public async Task An_unexpected_failure_is_a_retry_and_harms_no_other_group()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        _work.Fail("a", new InvalidOperationException("bug"));
        await UntilAsync(() => _queue.Depth is { Running: 0, BackingOff: 1 });

        _queue.EnqueueMessages("b");
        await _work.BegunAsync("b");
    }

    [Fact]
    public async Task Stopping_waits_for_what_runs_then_cancels_it_and_starts_nothing_more()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        var stop = _queue.StopAsync(TimeSpan.FromSeconds(10));
        _queue.EnqueueMessages("b");
        Assert.Equal(1, _queue.Depth.Running);
        Assert.False(stop.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(10));
        await stop.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(0, _queue.Depth.Running);
        Assert.Equal(["a"], _work.Begun);
    }

    [Fact]
    public async Task Stopping_in_the_middle_of_giving_up_after_a_failure_is_no_failure_of_its_own()
    {
        _work.GivesUpUntilCancelled = true;
        _queue.EnqueueMessages("a");
        while (_work.GivenUp.IsEmpty)
        {
            await _work.BegunAsync("a");
            _work.Fail("a", new InvalidOperationException("bug"));
            await UntilAsync(() => _queue.Depth.BackingOff == 1 || !_work.GivenUp.IsEmpty);
            _time.Advance(TimeSpan.FromSeconds(80));
        }

        await _queue.StopAsync(TimeSpan.Zero).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(0, _queue.Depth.Running);
    }

    [Fact]
    public async Task What_is_cancelled_has_ended_when_stopping_has()
    {
        _work.EndsWhenCancelled = false;
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        var stop = _queue.StopAsync(TimeSpan.Zero);
        await UntilAsync(() => _work.Cancelled == 1);
        Assert.False(stop.IsCompleted);

        _work.Finish("a", WorkResult.Done);
        await stop.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.Equal(0, _queue.Depth.Running);
    }

    [Fact]
    public async Task What_fails_while_it_stops_waits_for_the_next_start_and_for_no_time()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");
        var stop = _queue.StopAsync(TimeSpan.FromSeconds(10));
        _work.Finish("a", WorkResult.Retry());
        await stop.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (_queue.Depth.Running, _queue.Depth.BackingOff));
    }

    [Fact]
    public async Task Disposing_cancels_what_runs_and_waits_for_its_end()
    {
        _queue.EnqueueMessages("a");
        await _work.BegunAsync("a");

        await _queue.DisposeAsync();

        Assert.Equal((0, 1), (_queue.Depth.Running, _work.Cancelled));
    }

    private static async Task UntilAsync(Func<bool> condition) => await Eventually.TrueAsync(condition);

    private sealed class ScriptedWork : IGroupWork
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkResult>> _current = new();
        private readonly ConcurrentQueue<string> _begun = new();
        private readonly Dictionary<string, int> _seen = [];
        private volatile bool _released;
        private int _cancelled;

        public IEnumerable<string> Begun => _begun;

        public ConcurrentQueue<string> GivenUp { get; } = new();

        public ConcurrentQueue<int> Attempts { get; } = new();

        public bool FailsToGiveUp { get; set; }

        public bool GivesUpUntilCancelled { get; set; }

        public bool EndsWhenCancelled { get; set; } = true;

        public int Cancelled => Volatile.Read(ref _cancelled);

        public Task<WorkResult> ProcessMessagesAsync(string chatJid, int attempt, CancellationToken cancellationToken)
        {
            Attempts.Enqueue(attempt);
            return BeginAsync(chatJid, cancellationToken);
        }

        public Task RunTaskAsync(string chatJid, string taskId, CancellationToken cancellationToken) => BeginAsync($"{chatJid}/{taskId}", cancellationToken);

        public Task GiveUpAsync(string chatJid, CancellationToken cancellationToken)
        {
            GivenUp.Enqueue(chatJid);
            return FailsToGiveUp ? Task.FromException(new InvalidOperationException("bug"))
                : GivesUpUntilCancelled ? Task.Delay(Timeout.Infinite, cancellationToken)
                : Task.CompletedTask;
        }

        public async Task BegunAsync(string name)
        {
            var nth = _seen[name] = _seen.GetValueOrDefault(name) + 1;
            await UntilAsync(() => _begun.Count(begun => begun == name) >= nth && _current.ContainsKey(name));
        }

        public void Finish(string name, WorkResult result)
        {
            Assert.True(_current.TryRemove(name, out var run));
            run.SetResult(result);
        }

        public void Fail(string name, Exception exception)
        {
            Assert.True(_current.TryRemove(name, out var run));
            run.SetException(exception);
        }

        public static async Task QuietAsync(GroupQueue queue) => await UntilAsync(() => queue.Depth is { Running: 0, Waiting: 0 });

        public void Release()
        {
            _released = true;
            foreach (var run in _current.Values)
            {
                run.TrySetResult(WorkResult.Done);
            }
        }

        private Task<WorkResult> BeginAsync(string name, CancellationToken cancellationToken)
        {
            if (_released)
            {
                return Task.FromResult(WorkResult.Done);
            }

            var run = new TaskCompletionSource<WorkResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            cancellationToken.Register(() =>
            {
                Interlocked.Increment(ref _cancelled);
                if (EndsWhenCancelled)
                {
                    run.TrySetCanceled(cancellationToken);
                }
            });
            _current[name] = run;
            _begun.Enqueue(name);
            return run.Task;
        }
    }
}
