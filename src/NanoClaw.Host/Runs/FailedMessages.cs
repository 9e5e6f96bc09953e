using System.Collections.Concurrent;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>Messages whose every attempt failed by their own fault: they are passed over, and whoever wrote them is told.</summary>
internal sealed class FailedMessages(IStore store, OutboxSender outbox, ChannelSet channels, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AgentRun> _last = new(StringComparer.Ordinal);

    /// <summary>The last attempt that failed.</summary>
    public void Note(AgentRun run, string code) => _last[run.ChatJid] = run with { ErrorCode = code };

    public void Forget(string chatJid) => _last.TryRemove(chatJid, out _);

    public async Task PassOverAsync(string chatJid, CancellationToken cancellationToken)
    {
        if (!_last.TryRemove(chatJid, out var run))
        {
            await TellOfTroubleAsync(chatJid, cancellationToken);
            return;
        }

        var told = Deliveries.OfFailure(
            run, "I could not answer your last message: I tried several times, and each time something went wrong. Please send it again later, or in other words.", channels, time);
        var outcome = new RunOutcome { Status = RunStatus.Failed, EndedAt = time.GetUtcNow(), ErrorCode = run.ErrorCode, Texts = told };
        if (await store.Runs.EndAsync(run.RunId, outcome, cancellationToken))
        {
            outbox.Wake(told);
            return;
        }

        // It ended before and gave its messages back: they are passed over, and first that is told.
        await outbox.AddAsync(told, cancellationToken);
        if ((await store.Cursors.GetAgentAsync(chatJid, cancellationToken)).Arrival < run.CursorAfter.Arrival)
        {
            await store.Cursors.SetAgentAsync(chatJid, run.CursorAfter, cancellationToken);
        }
    }

    /// <summary>No run came of it, as when the group's memory cannot be read: the messages wait until that is mended.</summary>
    private async Task TellOfTroubleAsync(string chatJid, CancellationToken cancellationToken) =>
        await outbox.AddAsync(
            Deliveries.Of(
                $"trouble:{chatJid}:{time.GetUtcNow():yyyyMMdd}",
                chatJid,
                "I cannot answer here at the moment: something is wrong where I run, and my log says what. Your messages are kept.",
                channels,
                time),
            cancellationToken);
}
