namespace NanoClaw.Store.Sqlite;

/// <summary>A write that waits for the writer; its caller hears of it only after the commit.</summary>
internal abstract class PendingWrite
{
    public abstract void Run(Connection connection);

    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

internal sealed class PendingWrite<T>(Func<Connection, T> write) : PendingWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _completion.Task;

    public override void Run(Connection connection) => _result = write(connection);

    public override void Complete() => _completion.SetResult(_result!);

    public override void Fail(Exception exception) => _completion.SetException(exception);
}
