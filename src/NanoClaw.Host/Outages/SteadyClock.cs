namespace NanoClaw.Host.Outages;

/// <summary>
/// The time as it stood when this process began, and what has passed since: who sets the computer's clock moves nothing
/// that waits by this one, neither to hours away nor to at once.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _begun = time.GetUtcNow();
    private readonly long _begunAt = time.GetTimestamp();

    public DateTimeOffset Now => _begun + time.GetElapsedTime(_begunAt);
}
