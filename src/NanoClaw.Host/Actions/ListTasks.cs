namespace NanoClaw.Host.Actions;

/// <summary>The model was answered from the request.</summary>
internal sealed class ListTasks : IAction
{
    public string Name => ActionNames.ListTasks;

    public ValueTask<PreparedEffect?> PrepareAsync(ActionCall call, CancellationToken cancellationToken) => ValueTask.FromResult<PreparedEffect?>(null);
}
