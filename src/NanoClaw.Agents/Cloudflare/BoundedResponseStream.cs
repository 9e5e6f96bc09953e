using System.Runtime.CompilerServices;

namespace NanoClaw.Agents;

/// <summary>How many bytes one run may still send.</summary>
internal sealed class ResponseBudget(long maxResponseBytes, int maxEventBytes)
{
    private long _total;
    private long _sinceEvent;

    public void Spend(int bytes)
    {
        _total += bytes;
        _sinceEvent += bytes;
        if (_total > maxResponseBytes)
        {
            throw new AgentProtocolException(
                AgentErrorCodes.ResponseTooLarge,
                $"The run's answer is larger than {maxResponseBytes} bytes. Ask for less, or raise {nameof(CloudflareAgentOptions.MaxResponseBytes)}."
            );
        }
    }

    /// <summary>More is about to be read though no event has ended: is what has come already too much for one?</summary>
    public void BeforeRead()
    {
        if (_sinceEvent > maxEventBytes)
        {
            throw new AgentProtocolException(
                AgentErrorCodes.ResponseTooLarge,
                $"An event is larger than {maxEventBytes} bytes. Raise {nameof(CloudflareAgentOptions.MaxEventBytes)} if that is meant."
            );
        }
    }

    public void EventEnded() => _sinceEvent = 0;
}

/// <summary>The answer's bytes, counted, with every arrival reported to the deadline and every read under it.</summary>
internal sealed class BoundedResponseStream(Stream inner, ResponseBudget budget, ActivityDeadline deadline) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        budget.BeforeRead();
        var read = inner.ReadAsync(buffer, deadline.Token);
        return read.IsCompletedSuccessfully ? new(Spend(read.Result)) : WaitAsync(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> read)
    {
        deadline.Listen();
        try
        {
            return Spend(await read.ConfigureAwait(false));
        }
        finally
        {
            deadline.Rest();
        }
    }

    private int Spend(int read)
    {
        budget.Spend(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
