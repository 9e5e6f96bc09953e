using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Host.Outages;

namespace NanoClaw.Host.Tests;

/// <summary>What is done beside the runs, and ends with the process.</summary>
public sealed class ChoresTests
{
    [Fact]
    public async Task What_was_begun_is_told_to_stop_and_waited_for_and_nothing_begins_after()
    {
        var chores = new Chores(NullLogger.Instance);
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isStopped = false;
        chores.Do(async stop =>
        {
            stop.Register(() => isStopped = true);
            begun.SetResult();
            await mayEnd.Task;
        });
        await begun.Task;
        Assert.True(chores.IsBusy);

        var end = chores.DisposeAsync().AsTask();
        await Support.Eventually.TrueAsync(() => isStopped);
        Assert.True(chores.IsClosed);
        Assert.False(end.IsCompleted);
        mayEnd.SetResult();
        await end;
        await Support.Eventually.TrueAsync(() => !chores.IsBusy);

        var isRun = false;
        chores.Do(_ =>
        {
            isRun = true;
            return Task.CompletedTask;
        });
        Assert.False(chores.IsBusy);
        Assert.False(isRun);
    }

    [Fact]
    public async Task One_that_fails_keeps_no_other_from_being_done()
    {
        await using var chores = new Chores(NullLogger.Instance);
        var isDone = false;
        chores.Do(_ => throw new InvalidOperationException("it fails"));
        chores.Do(_ =>
        {
            isDone = true;
            return Task.CompletedTask;
        });

        await Support.Eventually.TrueAsync(() => !chores.IsBusy);
        Assert.True(isDone);
    }
}
