using NanoClaw.Home.BackingUp;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Cli.Tests.BackingUp;

/// <summary>The schedule of backups at work. It alone uses the clock's timers, so one more of them says that it waits again.</summary>
internal sealed class RunningBackups(ScheduledBackups service, SettableClock time) : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private int _seen = time.Timers;

    /// <summary>Whether it has ended; a failure of it is thrown.</summary>
    public bool HasEnded
    {
        get
        {
            var ended = service.ExecuteTask!;
            if (ended.IsFaulted)
            {
                ended.GetAwaiter().GetResult();
            }

            return ended.IsCompleted;
        }
    }

    public async Task BeginAsync(CancellationToken stop)
    {
        await service.StartAsync(stop);
        await SettleAsync();
    }

    public async Task AdvanceAsync(TimeSpan by)
    {
        for (var left = by; left > TimeSpan.Zero; left -= Step)
        {
            time.Advance(left < Step ? left : Step);
            await SettleAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await service.StopAsync(CancellationToken.None);
        await service.ExecuteTask!.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SettleAsync()
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (time.Timers == _seen && !HasEnded)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, "The schedule does not come to wait.");
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        _seen = time.Timers;
    }
}
