using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>
/// Who may answer, and what counts as an answer: a person's own words or press, in the main group, by somebody who may
/// call the assistant there. Not what was forwarded, said by a bot or in the name of a chat, or said anywhere else.
/// </summary>
internal sealed class Answers(IStore store, HeldEffects held, SenderAllowlist allowlist, OutboxSender outbox, ChannelSet channels, TimeProvider time)
{
    private const string LongAgo = "This was decided long ago.";
    private const string NotAllowed = "Only people of my main group who may call me there can answer this.";

    /// <returns>Whether the message was an answer: then the agent does not get it.</returns>
    public async Task<bool> TryTakeAsync(RegisteredGroup group, ChatMessage message, CancellationToken cancellationToken)
    {
        if (!group.IsMain || !MayAnswer(message) || HeldAnswer.Read(message.Content) is not { } answer)
        {
            return false;
        }

        var asked = await store.Effects.FindHeldAsync(answer.Id, cancellationToken);
        var open = asked is null ? await store.Effects.ListOpenAsync(cancellationToken) : [];
        if (asked is null && open.Count == 0)
        {
            return false; // Nothing waits, so it was meant for somebody else.
        }

        var isOpen = asked is { State: HeldState.Open };
        var told = asked is null
            ? $"Nothing waits as {answer.Id}. What waits: {string.Join(", ", open.Select(waiting => waiting.Id))}."
            : await held.AnswerAsync(asked, answer.IsYes, Asker.Of(message.Sender, message.SenderName), cancellationToken);
        if (
            !isOpen
            && !(
                asked is not null
                && await held.IsSameAnswerAsync(asked, answer.IsYes, Asker.Of(message.Sender, message.SenderName), message.Timestamp, cancellationToken)
            )
        )
        {
            // Else the chat is told with the decision itself.
            await outbox.AddAsync(Deliveries.Of($"answer:{message.ChatJid}:{message.Id}", message.ChatJid, told, channels, time), cancellationToken);
        }

        return true;
    }

    public async Task<PressAnswer> TakeAsync(ButtonPress press, CancellationToken cancellationToken)
    {
        if (await store.Groups.FindAsync(press.ChatJid, cancellationToken) is not { IsMain: true } || !allowlist.MayCall(press.ChatJid, press.Sender))
        {
            return new PressAnswer(NotAllowed);
        }

        var id = press.Question.Split(':')[0];
        if (await store.Effects.FindHeldAsync(id, cancellationToken) is not { } asked || HeldId.Question(asked.Id, asked.Key) != press.Question)
        {
            return new PressAnswer(LongAgo, LongAgo);
        }

        var told = await held.AnswerAsync(asked, press.IsYes, Asker.Of(press.Sender, press.SenderName), cancellationToken);
        return new PressAnswer(told, await held.FindOutcomeAsync(asked, cancellationToken));
    }

    private bool MayAnswer(ChatMessage message) =>
        !message.IsBotMessage && message.IsOwnWords && (message.IsFromMe || allowlist.MayCall(message.ChatJid, message.Sender));
}
