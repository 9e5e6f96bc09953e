namespace NanoClaw.Agents;

/// <summary>Ids of runs: ordered by time, and not to be guessed.</summary>
internal static class RunIds
{
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("D");
}
