using Microsoft.Extensions.Logging;

namespace NanoClaw.Host.Outages;

/// <summary>What is done beside the runs. What fails of it is logged; it is done again when its time comes again.</summary>
internal sealed partial class Chores(ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _open = [];

    public bool IsClosed { get; private set; }

    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _open.Count > 0;
            }
        }
    }

    public void Do(Func<CancellationToken, Task> act)
    {
        lock (_gate)
        {
            if (IsClosed)
            {
                return;
            }

            Task? chore = null;
            chore = Task.Run(async () =>
            {
                await TryAsync(act);
                lock (_gate)
                {
                    _open.Remove(chore!);
                }
            });
            _open.Add(chore);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] open;
        lock (_gate)
        {
            IsClosed = true;
            open = [.. _open];
        }

        await _stop.CancelAsync();
        await Task.WhenAll(open);
        _stop.Dispose();
    }

    private async Task TryAsync(Func<CancellationToken, Task> act)
    {
        try
        {
            await act(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It ends.
        }
        catch (Exception exception)
        {
            LogFailed(exception.GetType().Name, exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "What is done about an outage failed ({Kind}).", EventName = "outage_chore_failed")]
    private partial void LogFailed(string kind, Exception exception);
}
