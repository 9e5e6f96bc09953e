using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Queue;
using NanoClaw.Store;

namespace NanoClaw.Host.Stopping;

/// <summary>Ends what is under way in a group, at the order of one of its people, and answers.</summary>
internal sealed class StopDesk(IStore store, RunStops stops, GroupQueue queue, OutboxSender outbox, ChannelSet channels, TimeProvider time)
{
    public async Task HandleAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        var runs = (await store.Runs.ListUnfinishedAsync(cancellationToken)).Where(run => run.ChatJid == message.ChatJid).ToList();
        foreach (var run in runs)
        {
            await stops.OrderAsync(run.RunId, cancellationToken);
        }

        var answer = runs.Count == 0 ? "There is nothing to stop: I am not answering anything here." : "Stopped. What I have done already stays done.";
        await outbox.AddAsync(Deliveries.Of($"stop:{message.ChatJid}:{message.Id}", message.ChatJid, answer, channels, time), cancellationToken);
        queue.EnqueueMessages(message.ChatJid);
    }
}
