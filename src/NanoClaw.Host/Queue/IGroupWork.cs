namespace NanoClaw.Host.Queue;

/// <summary>What the queue does for a group when its turn comes.</summary>
internal interface IGroupWork
{
    Task<WorkResult> ProcessMessagesAsync(string chatJid, int attempt, CancellationToken cancellationToken);

    Task RunTaskAsync(string chatJid, string taskId, CancellationToken cancellationToken);

    /// <summary>The retries are used up: the work is passed over, and the user is told.</summary>
    Task GiveUpAsync(string chatJid, CancellationToken cancellationToken);
}
