using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A clock that is moved by hand, and can be set to another hour while its timers and timestamps go on.</summary>
internal sealed class SettableClock(DateTimeOffset now) : FakeTimeProvider(now)
{
    private TimeSpan _offset;

    public void Set(TimeSpan by) => _offset += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
