namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>A clock that stands still, so that a flood falls into one window however slow the machine is.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
