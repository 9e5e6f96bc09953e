using NanoClaw.Agents;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>
/// Whose words were before the agent: what the Worker tells of its session, and people whose messages are given to it
/// as context though they may not call it, and what the host itself tells it of strangers, such as titles of chats.
/// </summary>
internal sealed class Strangers(IStore store, SenderAllowlist allowlist)
{
    private const int MostWords = 8;
    private const int LongestWord = 16;
    private const int MostMessages = 1000;

    public async Task<IReadOnlyList<string>> FindAsync(AgentRun run, AgentRequest request, IReadOnlyList<string> reported, CancellationToken cancellationToken)
    {
        var words = reported.Take(MostWords).Select(word => IsWord(word) ? word : RuleWords.Unknown).ToHashSet(StringComparer.Ordinal);
        if (
            request.Metadata?.Strangers is true
            || await AreInSessionAsync(run, request.SessionId, cancellationToken)
            || await AreInMessagesAsync(run, cancellationToken)
        )
        {
            words.Add(RuleWords.People);
        }

        return [.. words.Order(StringComparer.Ordinal)];
    }

    /// <summary>Notes that a session now has a stranger's message in it, before the run's success is.</summary>
    public async Task KeepAsync(AgentRun run, AgentRequest request, string? sessionId, CancellationToken cancellationToken)
    {
        if (sessionId is not null && (request.Metadata?.Strangers is true || await AreInMessagesAsync(run, cancellationToken)))
        {
            await store.State.SetAsync(Key(run.GroupFolder), sessionId, cancellationToken);
        }
    }

    /// <summary>The messages of a run, and those that came before them.</summary>
    public async Task<IReadOnlyList<ChatMessage>> ListMessagesAsync(AgentRun run, CancellationToken cancellationToken) =>
        run.TaskId is not null || run.CursorAfter.Arrival == 0
            ? []
            :
            [
                .. (await store.Messages.ReadSinceAsync(run.ChatJid, run.CursorBefore, MostMessages, cancellationToken)).TakeWhile(message =>
                    message.Arrival <= run.CursorAfter.Arrival
                ),
            ];

    /// <summary>Whether messages hold words of people who may not call the assistant: written by them, or quoted from them or from who knows whom.</summary>
    public async Task<bool> AreInAsync(string chatJid, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        if (allowlist.AdmitsEverybody(chatJid))
        {
            return false;
        }

        if (!messages.All(MayCall))
        {
            return true;
        }

        var quoting = messages.Where(message => message.ReplyToContent is { } text && !(message.ReplyToIsFromMe && !ShowsOthers(text))).ToList();
        if (quoting.Exists(message => message.ReplyToIsFromMe || (message.ReplyToSender is { } sender && !allowlist.MayCall(chatJid, sender))))
        {
            return true;
        }

        // Its channel did not tell who wrote it: then its place in the chat does, if it is there.
        var untold = quoting.Where(message => message.ReplyToSender is null).Select(message => message.ReplyToMessageId).ToList();
        if (untold.Count == 0)
        {
            return false;
        }

        var known = await store.Messages.ReadHistoryAsync(chatJid, MostMessages, cancellationToken);
        return !untold.TrueForAll(id => known.Any(message => message.Id == id && MayCall(message)));
    }

    private async Task<bool> AreInMessagesAsync(AgentRun run, CancellationToken cancellationToken) =>
        !allowlist.AdmitsEverybody(run.ChatJid) && await AreInAsync(run.ChatJid, await ListMessagesAsync(run, cancellationToken), cancellationToken);

    private bool MayCall(ChatMessage message) => message.IsFromMe || allowlist.MayCall(message.ChatJid, message.Sender);

    private async Task<bool> AreInSessionAsync(AgentRun run, string? sessionId, CancellationToken cancellationToken) =>
        sessionId is not null && await store.State.FindAsync(Key(run.GroupFolder), cancellationToken) == sessionId;

    /// <summary>A text of the assistant's that shows what others wrote: a question word for word, or the titles of chats.</summary>
    private static bool ShowsOthers(string text) => text.Split('\n').Any(line => line.StartsWith(ShownText.Margin[0]) || ListChats.IsItem(line));

    private static bool IsWord(string? word) => word?.Length is > 0 and <= LongestWord && word.All(char.IsAsciiLetterLower);

    private static string Key(string folder) => $"strangers:{folder}";
}
