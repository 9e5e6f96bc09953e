using NanoClaw.Channels.WhatsApp.Sidecar;

namespace NanoClaw.Channels.WhatsApp;

/// <summary>The sidecar that is connected now; who needs one waits for it.</summary>
internal sealed class ConnectedSidecar
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<SidecarProcess> _connected = Create();

    public SidecarProcess? Current
    {
        get
        {
            lock (_gate)
            {
                return _connected.Task.IsCompletedSuccessfully ? _connected.Task.Result : null;
            }
        }
    }

    public Task<SidecarProcess> WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _connected.Task.WaitAsync(cancellationToken);
        }
    }

    public void Set(SidecarProcess sidecar)
    {
        lock (_gate)
        {
            Clear();
            _connected.SetResult(sidecar);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            if (_connected.Task.IsCompleted)
            {
                _connected = Create();
            }
        }
    }

    private static TaskCompletionSource<SidecarProcess> Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
