using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Agents.Tests;

/// <summary>Runs share sources of cancellation, one after the other: what was of one never reaches the next.</summary>
public sealed class SharedSourceTests : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(120);

    private readonly FakeTimeProvider _time = new();
    private readonly DeadlineWatch _watch;

    public SharedSourceTests() => _watch = new DeadlineWatch(Idle, _time);

    [Fact]
    public void A_source_serves_one_run_after_the_other()
    {
        var first = Begin();
        var token = first.Token;
        first.Dispose();
        using var second = Begin();
        Assert.Equal(token, second.Token);
    }

    [Fact]
    public void A_caller_who_gives_up_after_the_end_ends_no_other_run()
    {
        using var caller = new CancellationTokenSource();
        Begin(caller.Token).Dispose();
        using var next = Begin();
        caller.Cancel();
        Assert.False(next.Token.IsCancellationRequested);
        Assert.False(next.Expired);
    }

    [Fact]
    public void What_was_registered_for_one_run_is_not_called_for_another()
    {
        var called = false;
        var first = Begin();
        first.Token.Register(() => called = true);
        first.Dispose();
        using var caller = new CancellationTokenSource();
        using var next = Begin(caller.Token);
        caller.Cancel();
        Assert.True(next.Token.IsCancellationRequested);
        Assert.False(called);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_source_that_was_cancelled_serves_no_other_run(bool byTheWatch)
    {
        using var caller = new CancellationTokenSource();
        var first = Begin(caller.Token);
        first.Listen();
        if (byTheWatch)
        {
            _time.Advance(Idle * 2);
        }
        else
        {
            caller.Cancel();
        }

        Assert.True(first.Token.IsCancellationRequested);
        Assert.Equal(byTheWatch, first.Expired);
        first.Dispose();
        using var next = Begin();
        Assert.False(next.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_run_gives_its_source_back_once()
    {
        var first = Begin();
        first.Dispose();
        first.Dispose();
        using var second = Begin();
        using var third = Begin();
        Assert.NotEqual(second.Token, third.Token);
    }

    public void Dispose() => _watch.Dispose();

    private ActivityDeadline Begin(CancellationToken caller = default) => new(_watch, Idle, TimeSpan.FromHours(1), _time, caller);
}
