namespace NanoClaw.Host.Queue;

/// <summary>What a group has to do, and whether it may begin now; under the queue's lock.</summary>
internal sealed class QueuedGroup(string chatJid)
{
    public string ChatJid => chatJid;

    public bool HasMessages { get; set; }

    public Queue<string> Tasks { get; } = [];

    /// <summary>Waiting or running.</summary>
    public HashSet<string> TaskIds { get; } = new(StringComparer.Ordinal);

    public bool IsRunning { get; set; }

    public bool IsWaiting { get; set; }

    public int Failures { get; set; }

    public ITimer? Backoff { get; set; }

    public bool HasWork => Tasks.Count > 0 || (HasMessages && Backoff is null);
}
