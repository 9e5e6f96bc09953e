using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Channels.Terminal;

/// <summary>The terminal of <c>nanoclaw chat</c> as a channel: one person, any number of groups.</summary>
public sealed class TerminalChannel(IStore store, ITerminalScreen screen, string person, string assistantName, TimeProvider time) : IStreamingChannel
{
    /// <summary>A text that comes again was the last or nearly the last of its chat when the process died.</summary>
    private const int LookBack = 200;

    private readonly TaskCompletionSource<IInbox> _inbox = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "terminal";

    /// <summary>Why the last run that was told of failed; null if the last text was an answer.</summary>
    public string? LastFailure { get; private set; }

    public ChannelStatus Status => new(_inbox.Task.IsCompletedSuccessfully ? ChannelState.Connected : ChannelState.Connecting);

    /// <summary>A terminal has no bound; an answer stays in one piece.</summary>
    public bool KeepsItsTexts => true;

    public int MaxTextLength => 1_000_000;

    public bool Owns(string chatJid) => TerminalJid.TryRead(chatJid, out _);

    public Task RunAsync(IInbox inbox, CancellationToken cancellationToken)
    {
        _inbox.TrySetResult(inbox);
        return Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    /// <summary>Returns when the assistant has taken up what an earlier process left.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _inbox.Task.WaitAsync(cancellationToken);

    /// <summary>What the person wrote. When it returns, it will be answered, whatever becomes of this process.</summary>
    public async Task SayAsync(string chatJid, string text, CancellationToken cancellationToken)
    {
        var inbox = await _inbox.Task.WaitAsync(cancellationToken);
        var now = time.GetUtcNow();
        await inbox.NoteChatAsync(Chat(chatJid) with { LastMessageAt = now }, cancellationToken);
        await inbox.ReceiveAsync(
            new ChatMessage
            {
                Id = Guid.CreateVersion7(now).ToString("N"),
                ChatJid = chatJid,
                Sender = "terminal",
                SenderName = person,
                Content = text,
                Timestamp = now,
                // Whoever can start this process owns the assistant: no allowlist keeps them out.
                IsFromMe = true,
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Shows a text, then keeps it as part of the chat's history, by which it is recognised when it comes again. Only a
    /// process that dies between the two shows it twice; none loses it.
    /// </summary>
    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var id = ChatMessage.SentPrefix + message.DeliveryId;
        // A first attempt cannot have been shown before.
        if (message.Attempts > 0 && await IsKeptAsync(message.ChatJid, id, cancellationToken))
        {
            return;
        }

        LastFailure = await FailureOfAsync(message, cancellationToken);
        await screen.ShowTextAsync(new(message.ChatJid, message.DeliveryId, message.Text, LastFailure), cancellationToken);
        await store.Messages.AddAsync(
            new ChatMessage
            {
                Id = id,
                ChatJid = message.ChatJid,
                Sender = assistantName,
                SenderName = assistantName,
                Content = message.Text,
                Timestamp = time.GetUtcNow(),
                IsFromMe = true,
                IsBotMessage = true,
            },
            // It was shown: that is noted even by a process that stops.
            CancellationToken.None
        );
    }

    public Task ShowPartialAsync(string chatJid, string runId, string textSoFar, CancellationToken cancellationToken)
    {
        screen.ShowPartial(chatJid, textSoFar);
        return Task.CompletedTask;
    }

    public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken)
    {
        screen.ShowTyping(chatJid, isTyping);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken) =>
        [.. (await store.Groups.ListAsync(cancellationToken)).Where(group => Owns(group.Jid)).Select(group => Chat(group.Jid))];

    private async Task<bool> IsKeptAsync(string chatJid, string id, CancellationToken cancellationToken) =>
        (await store.Messages.ReadHistoryAsync(chatJid, LookBack, cancellationToken)).Any(message => message.Id == id);

    // A delivery's id begins with its run's: a text of a run that has failed tells of that.
    private async Task<string?> FailureOfAsync(OutgoingMessage message, CancellationToken cancellationToken) =>
        message.DeliveryId.Split(':') is [var runId, _, ..] && await store.Runs.FindAsync(runId, cancellationToken) is { Status: RunStatus.Failed } run
            ? run.ErrorCode ?? "unknown"
            : null;

    private Chat Chat(string jid) =>
        new()
        {
            Jid = jid,
            Name = TerminalJid.NameOf(jid),
            Channel = Name,
            IsGroup = false,
        };
}
