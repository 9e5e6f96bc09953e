namespace NanoClaw.Host.Channels;

/// <summary>A channel that can show an answer while it is being written.</summary>
public interface IStreamingChannel : IChannel
{
    /// <summary>
    /// Shows all of an answer so far, in the place of what was shown of this run before. The final text still comes by
    /// <see cref="IChannel.SendAsync"/>; a failure is of no consequence.
    /// </summary>
    Task ShowPartialAsync(string chatJid, string runId, string textSoFar, CancellationToken cancellationToken);
}
