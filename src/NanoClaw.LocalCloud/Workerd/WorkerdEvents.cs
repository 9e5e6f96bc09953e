namespace NanoClaw.LocalCloud;

/// <summary>What the supervisor tells about workerd. The handlers are called from the thread that noticed, and must not throw.</summary>
public sealed record WorkerdEvents
{
    /// <summary>A line that workerd or the Worker wrote.</summary>
    public Action<string> OnLine { get; init; } = static _ => { };

    /// <summary>workerd ended without being asked to.</summary>
    public Action<WorkerdCrash> OnCrash { get; init; } = static _ => { };

    /// <summary>It listens again.</summary>
    public Action OnRestart { get; init; } = static () => { };
}

/// <summary>An end of workerd that nobody asked for.</summary>
/// <param name="ExitCode">Null where a new start failed.</param>
/// <param name="LastLines">The last of what it wrote, oldest first.</param>
/// <param name="RestartIn">How long until the next start.</param>
public sealed record WorkerdCrash(int? ExitCode, IReadOnlyList<string> LastLines, TimeSpan RestartIn);
