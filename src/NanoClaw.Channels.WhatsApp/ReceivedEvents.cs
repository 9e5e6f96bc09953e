using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NanoClaw.Channels.WhatsApp.Sidecar;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Channels.WhatsApp;

/// <summary>
/// What one run of the sidecar receives, on its way to the inbox: in order, each until it is stored, and only then
/// acknowledged.
/// </summary>
internal sealed partial class ReceivedEvents(
    SidecarProcess sidecar,
    IInbox inbox,
    WhatsAppMessages messages,
    ConcurrentDictionary<string, Chat> chats,
    TimeSpan firstWait,
    TimeProvider time,
    ILogger logger
)
{
    // The sidecar bounds it: it tells no more than 64 messages that are not acknowledged.
    private readonly Channel<SidecarEvent> _waiting = Channel.CreateUnbounded<SidecarEvent>(new() { SingleReader = true, SingleWriter = true });

    public void Add(SidecarEvent told) => _waiting.Writer.TryWrite(told);

    public async Task StoreAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var told in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            var backoff = new Backoff(firstWait);
            while (true)
            {
                try
                {
                    await StoreAsync(told, cancellationToken);
                    break;
                }
                catch (Exception exception) when (exception is StoreException { Failure: not StoreFailure.Conflict } or IOException)
                {
                    // Not acknowledged: the sidecar keeps it, and tells it again if this process ends meanwhile.
                    LogNotStored(exception.Message, backoff.Wait);
                    await Task.Delay(backoff.Wait, time, cancellationToken);
                    backoff.Failed();
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // It would never go better, and nothing after it would be told.
                    LogPassed(exception.GetType().Name, exception);
                    break;
                }
            }

            if (told is MessageEvent { Key: var key })
            {
                await sidecar.TellAsync(new AckCommand(key), cancellationToken);
            }
        }
    }

    private async Task StoreAsync(SidecarEvent told, CancellationToken cancellationToken)
    {
        var chat = told switch
        {
            MessageEvent message => messages.ToChat(message),
            ChatEvent named => new Chat
            {
                Jid = named.Jid,
                Name = named.Name,
                Channel = WhatsAppChannel.ChannelName,
                IsGroup = named.IsGroup,
            },
            _ => throw new InvalidOperationException($"{told.GetType().Name} is nothing to store."),
        };
        chats.AddOrUpdate(
            chat.Jid,
            chat,
            (_, known) => chat with { Name = chat.Name ?? known.Name, LastMessageAt = chat.LastMessageAt ?? known.LastMessageAt }
        );
        await inbox.NoteChatAsync(chat, cancellationToken);
        if (told is MessageEvent received)
        {
            await inbox.ReceiveAsync(messages.ToMessage(received), cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "A message of WhatsApp could not be stored: {Reason} Again in {Wait}.", EventName = "message_not_stored")]
    private partial void LogNotStored(string reason, TimeSpan wait);

    [LoggerMessage(LogLevel.Error, "A message of WhatsApp could not be handled ({Kind}), and was passed over.", EventName = "message_passed_over")]
    private partial void LogPassed(string kind, Exception exception);
}
