namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>Kills the process of one assistant when the moment comes that it is set to.</summary>
internal sealed class Trigger
{
    private readonly Lock _gate = new();
    private Moment? _awaited;
    private TimeSpan _delay;
    private Action _kill = static () => { };
    private TaskCompletionSource _pulled = new();
    private (Moment Moment, Action Act)? _beside;

    /// <summary>Sets it.</summary>
    /// <param name="moment">What to wait for.</param>
    /// <param name="after">How long after it.</param>
    /// <param name="act">Kills the process at once.</param>
    /// <returns>Done when the process was killed.</returns>
    public Task Set(Moment moment, TimeSpan after, Action act)
    {
        lock (_gate)
        {
            (_awaited, _delay, _kill) = (moment, after, act);
            _pulled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _pulled.Task;
        }
    }

    /// <summary>Has something else fail at a moment, if it comes before the process is killed.</summary>
    public void SetBeside(Moment moment, Action act)
    {
        lock (_gate)
        {
            _beside = (moment, act);
        }
    }

    /// <summary>Says that a moment has come; without a delay the process is dead on return.</summary>
    /// <returns>Whether it was the one awaited.</returns>
    public bool At(Moment moment)
    {
        lock (_gate)
        {
            if (_beside is { } other && other.Moment == moment)
            {
                _beside = null;
                _ = Task.Run(other.Act);
            }

            if (_awaited != moment)
            {
                return false;
            }

            _awaited = null;
            if (_delay == TimeSpan.Zero)
            {
                Pull();
            }
            else
            {
                _ = Task.Delay(_delay).ContinueWith(_ => Pull(), TaskScheduler.Default);
            }

            return true;
        }
    }

    /// <summary>Kills now, whatever it waits for.</summary>
    public void Pull()
    {
        lock (_gate)
        {
            (_awaited, _beside) = (null, null);
            _kill();
            _kill = static () => { };
            _pulled.TrySetResult();
        }
    }
}
