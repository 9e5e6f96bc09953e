using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>Finds what a group's agent is to be given next.</summary>
internal sealed class WaitingMessages(IStore store, SenderAllowlist allowlist, HostOptions options)
{
    /// <summary>How many messages a call is looked for in at once.</summary>
    private const int LookAhead = 1000;

    /// <summary>Enough to show that something is wrong.</summary>
    private const int MostCounted = 250;

    /// <returns>Null where nothing waits that the agent was called for.</returns>
    public async Task<Waiting?> FindAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        var before = await store.Cursors.GetAgentAsync(group.Jid, cancellationToken);
        var pending = await store.Messages.ReadSinceAsync(group.Jid, before, LookAhead, cancellationToken);
        var calls = CallOf(group);
        var batch = PromptBatch.Select(pending, calls);
        while (batch.Count == 0)
        {
            if (pending.Count < LookAhead)
            {
                return null;
            }

            // So much talk without a call: what no prompt could hold any more as context is left behind.
            before = pending.SkipLast(PromptBatch.Largest).Aggregate(before, (cursor, message) => cursor.Including(message));
            await store.Cursors.SetAgentAsync(group.Jid, before, cancellationToken);
            pending = await store.Messages.ReadSinceAsync(group.Jid, before, LookAhead, cancellationToken);
            batch = PromptBatch.Select(pending, calls);
        }

        return new Waiting(batch, pending, calls, before);
    }

    /// <summary>How many messages wait for an answer, and since when: looked at and not touched, and of a long line only its beginning.</summary>
    public async Task<(int Count, DateTimeOffset? Since)> CountAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        var calls = CallOf(group);
        var before = await store.Cursors.GetAgentAsync(group.Jid, cancellationToken);
        var waiting = (await store.Messages.ReadSinceAsync(group.Jid, before, MostCounted, cancellationToken))
            .SkipWhile(message => calls?.Invoke(message) is false)
            .ToList();
        return (waiting.Count, waiting.Count == 0 ? null : waiting[0].Timestamp);
    }

    /// <summary>Since when somebody waits for what a run is to answer, however late it was tried.</summary>
    public async Task<DateTimeOffset> SinceAsync(RegisteredGroup group, AgentRun run, CancellationToken cancellationToken) =>
        (await ListAsync(group, run, cancellationToken)) is [var first, ..] ? first.Timestamp : run.StartedAt;

    /// <summary>Whether a run was to answer more than one message; what is only the context of a call does not count.</summary>
    public async Task<bool> AreSeveralAsync(RegisteredGroup group, AgentRun run, CancellationToken cancellationToken) =>
        (await ListAsync(group, run, cancellationToken)).Count > 1;

    /// <summary>What a run was to answer, from the first message on that wants an answer.</summary>
    public async Task<IReadOnlyList<ChatMessage>> ListAsync(RegisteredGroup group, AgentRun run, CancellationToken cancellationToken)
    {
        var calls = CallOf(group);
        return
        [
            .. (await store.Messages.ReadSinceAsync(run.ChatJid, run.CursorBefore, LookAhead, cancellationToken))
                .TakeWhile(message => message.Arrival <= run.CursorAfter.Arrival)
                .SkipWhile(message => calls?.Invoke(message) is false),
        ];
    }

    private Func<ChatMessage, bool>? CallOf(RegisteredGroup group)
    {
        if (group.IsMain || !group.RequiresTrigger)
        {
            return null;
        }

        var trigger = Trigger.Of(group.Trigger, options.AssistantName);
        return message => trigger.IsCalledBy(message.Content) && (message.IsFromMe || allowlist.MayCall(message.ChatJid, message.Sender));
    }
}

/// <param name="Batch">The messages of the next prompt.</param>
/// <param name="Pending">All that wait.</param>
/// <param name="Calls">Which of them call the agent; null where all do.</param>
/// <param name="Before">The agent cursor before them.</param>
internal sealed record Waiting(IReadOnlyList<ChatMessage> Batch, IReadOnlyList<ChatMessage> Pending, Func<ChatMessage, bool>? Calls, MessageCursor Before)
{
    /// <summary>Those of the batch from the first on that wants an answer.</summary>
    public IReadOnlyList<ChatMessage> Calling => [.. Batch.SkipWhile(message => Calls?.Invoke(message) is false)];

    /// <summary>The agent cursor with the batch.</summary>
    public MessageCursor After =>
        Pending.TakeWhile(message => message.Arrival <= Batch[^1].Arrival).Aggregate(Before, (cursor, message) => cursor.Including(message));

    public DateTimeOffset Since => Calling[0].Timestamp;
}
