namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>Kills the process of one assistant when the moment comes that it is set to.</summary>
internal sealed class Trigger
{
    private readonly Lock gate = new();
    private Moment? awaited;
    private TimeSpan delay;
    private Action kill = static () => { };
    private TaskCompletionSource pulled = new();
    private (Moment Moment, Action Act)? beside;

    /// <summary>Sets it.</summary>
    /// <param name="moment">What to wait for.</param>
    /// <param name="after">How long after it.</param>
    /// <param name="act">Kills the process at once.</param>
    /// <returns>Done when the process was killed.</returns>
    public Task Set(Moment moment, TimeSpan after, Action act)
    {
        lock (gate)
        {
            (awaited, delay, kill) = (moment, after, act);
            pulled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return pulled.Task;
        }
    }

    /// <summary>Has something else fail at a moment, if it comes before the process is killed.</summary>
    public void SetBeside(Moment moment, Action act)
    {
        lock (gate)
        {
            beside = (moment, act);
        }
    }

    /// <summary>Says that a moment has come; without a delay the process is dead on return.</summary>
    /// <returns>Whether it was the one awaited.</returns>
    public bool At(Moment moment)
    {
        lock (gate)
        {
            if (beside is { } other && other.Moment == moment)
            {
                beside = null;
                _ = Task.Run(other.Act);
            }

            if (awaited != moment)
            {
                return false;
            }

            awaited = null;
            if (delay == TimeSpan.Zero)
            {
                Pull();
            }
            else
            {
                _ = Task.Delay(delay).ContinueWith(_ => Pull(), TaskScheduler.Default);
            }

            return true;
        }
    }

    /// <summary>Kills now, whatever it waits for.</summary>
    public void Pull()
    {
        lock (gate)
        {
            (awaited, beside) = (null, null);
            kill();
            kill = static () => { };
            pulled.TrySetResult();
        }
    }
}
