using System.Collections.Concurrent;
using NanoClaw.Host.Queue;

namespace NanoClaw.Host.Tests.Support;

/// <summary>What a queue runs, that begins and ends as a test says.</summary>
internal sealed class ScriptedWork : IGroupWork
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
        await Eventually.TrueAsync(() => _begun.Count(begun => begun == name) >= nth && _current.ContainsKey(name));
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

    public static async Task QuietAsync(GroupQueue queue) => await Eventually.TrueAsync(() => queue.Depth is { Running: 0, Waiting: 0 });

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
