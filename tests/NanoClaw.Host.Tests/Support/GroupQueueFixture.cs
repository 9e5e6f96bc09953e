using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.Host.Queue;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A queue of its own for each test, with its work and its clock.</summary>
public abstract class GroupQueueFixture : IAsyncDisposable
{
    private protected GroupQueueFixture() => Queue = new(Work, new QueueOptions(), Time, NullLogger<GroupQueue>.Instance);

    private protected FakeTimeProvider Time { get; } = new();

    private protected ScriptedWork Work { get; } = new();

    private protected GroupQueue Queue { get; }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Work.Release();
        return Queue.DisposeAsync();
    }

    private protected static Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(condition);
}
