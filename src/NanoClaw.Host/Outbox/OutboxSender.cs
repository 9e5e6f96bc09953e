using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Metrics;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Outbox;

/// <summary>Sends what is in the outbox: in order within a chat, every chat for itself, again after a failure.</summary>
internal sealed partial class OutboxSender(
    IStore store,
    ChannelSet channels,
    HostMetrics metrics,
    AnswerTimes answers,
    ContentLog content,
    string assistantName,
    TimeProvider time,
    ILogger<OutboxSender> logger
) : IAsyncDisposable
{
    /// <summary>How often a channel is asked whether it has its connection back.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _sending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _again = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Takes up what an earlier process left, or another one added.</summary>
    public async Task WakeAllAsync(CancellationToken cancellationToken)
    {
        foreach (
            var chatJid in (await store.Outbox.ListPendingAsync(cancellationToken: cancellationToken))
                .Select(message => message.ChatJid)
                .Distinct(StringComparer.Ordinal)
        )
        {
            Wake(chatJid);
        }
    }

    public async Task AddAsync(IReadOnlyCollection<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return;
        }

        await store.Outbox.AddAsync(messages, cancellationToken);
        Wake(messages);
    }

    /// <summary>What these texts say is over: a chat that has not got them yet does not get them any more.</summary>
    /// <param name="chatJid">The chat.</param>
    /// <param name="keyPrefix">How their delivery ids begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WithdrawAsync(string chatJid, string keyPrefix, CancellationToken cancellationToken) =>
        await store.Outbox.WithdrawAsync(chatJid, keyPrefix, cancellationToken);

    /// <summary>Sends texts that are in the outbox already.</summary>
    public void Wake(IReadOnlyCollection<OutgoingMessage> messages)
    {
        foreach (var chatJid in messages.Select(message => message.ChatJid).Distinct(StringComparer.Ordinal))
        {
            Wake(chatJid);
        }
    }

    /// <summary>Waits until what is being sent has gone out, and not longer than the bound: the rest goes out at the next start.</summary>
    public async Task FlushAsync(TimeSpan bound)
    {
        Task[] sending;
        lock (_gate)
        {
            sending = [.. _sending.Values];
        }

        if (sending.Length > 0 && bound > TimeSpan.Zero)
        {
            await Task.WhenAny(Task.WhenAll(sending), Task.Delay(bound, time));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] sending;
        lock (_gate)
        {
            sending = [.. _sending.Values];
        }

        await Task.WhenAll(sending);
        _stop.Dispose();
    }

    private void Wake(string chatJid)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (_sending.ContainsKey(chatJid))
            {
                _again.Add(chatJid);
                return;
            }

            // One sender serves many runs: it is not a part of the one that happened to wake it.
            using (ExecutionContext.SuppressFlow())
            {
                _sending.Add(chatJid, Task.Run(() => SendAllAsync(chatJid)));
            }
        }
    }

    private async Task SendAllAsync(string chatJid)
    {
        var backoff = new Backoff();
        while (!_stop.IsCancellationRequested)
        {
            var text = "";
            try
            {
                await SendPendingAsync(chatJid, next => text = next, _stop.Token);
                backoff.Worked();
                if (IsFinished(chatJid))
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogNotSent(chatJid, exception.GetType().Name, backoff.Wait, content.Of(exception, text));
                try
                {
                    if (await WaitAsync(channels.Find(chatJid), backoff.Wait, _stop.Token))
                    {
                        backoff.Worked();
                    }
                    else
                    {
                        backoff.Failed();
                    }
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    /// <returns>True, and at once, when the channel has its connection back; else false when the time is over.</returns>
    private async Task<bool> WaitAsync(IChannel? channel, TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var wasConnected = IsConnected();
        while (wait - time.GetElapsedTime(start) is { Ticks: > 0 } left)
        {
            await Task.Delay(left < Look ? left : Look, time, cancellationToken);
            if (IsConnected() && !wasConnected)
            {
                return true;
            }

            wasConnected = IsConnected();
        }

        return false;

        bool IsConnected() => channel?.Status.State is ChannelState.Connected;
    }

    private async Task SendPendingAsync(string chatJid, Action<string> begins, CancellationToken cancellationToken)
    {
        if (channels.Find(chatJid) is not { } channel)
        {
            return; // It waits for a process that has the channel.
        }

        // What the assistant said is part of its group's history, as what people say is; of other chats nothing is kept.
        var isKept = !channel.KeepsItsTexts && await store.Groups.FindAsync(chatJid, cancellationToken) is not null;
        foreach (var message in await store.Outbox.ListPendingAsync(chatJid, cancellationToken))
        {
            begins(message.Text);
            if (!await store.Outbox.AttemptAsync(message.DeliveryId, cancellationToken))
            {
                continue; // Withdrawn meanwhile.
            }

            if (await TrySendAsync(channel, message, cancellationToken) is { } refusal)
            {
                LogRefused(chatJid, content.ReasonOf(refusal, message.Text));
                await TellMainAsync(chatJid, refusal.Message, cancellationToken);
                await store.Outbox.RefuseAsync(message.DeliveryId, refusal.Message, time.GetUtcNow(), CancellationToken.None);
                continue;
            }

            answers.Sent(message.DeliveryId);
            content.Sent(message);
            LogSent(message.Text.Length, chatJid, channel.Name);
            // The chat has it: even a process that is stopping notes that.
            var now = time.GetUtcNow();
            await store.Outbox.CompleteAsync(message.DeliveryId, now, isKept ? MessageOf(message, now) : null, CancellationToken.None);
        }
    }

    private ChatMessage MessageOf(OutgoingMessage message, DateTimeOffset sentAt) =>
        new()
        {
            Id = ChatMessage.SentPrefix + message.DeliveryId,
            ChatJid = message.ChatJid,
            Sender = assistantName,
            SenderName = assistantName,
            Content = message.Text,
            Timestamp = sentAt,
            IsFromMe = true,
            IsBotMessage = true,
        };

    /// <returns>Why the chat will never take it; null if it was sent.</returns>
    private async Task<ChannelRefusedException?> TrySendAsync(IChannel channel, OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var span = HostTelemetry.StartSend(channel.Name, message.Attempts + 1);
        var outcome = HostTelemetry.Failed;
        try
        {
            await channel.SendAsync(message, cancellationToken);
            outcome = HostTelemetry.Sent;
            return null;
        }
        catch (ChannelRefusedException exception)
        {
            outcome = HostTelemetry.Refused;
            return exception;
        }
        finally
        {
            span?.End(outcome, isFailure: outcome is not HostTelemetry.Sent);
            metrics.TextSent(channel.Name, outcome);
        }
    }

    /// <summary>Before the refusal is noted, so that a process that dies in between tells it still; once a chat and day.</summary>
    private async Task TellMainAsync(string chatJid, string reason, CancellationToken cancellationToken)
    {
        var groups = await store.Groups.ListAsync(cancellationToken);
        if (groups.FirstOrDefault(group => group.IsMain) is not { } main || main.Jid == chatJid)
        {
            return;
        }

        var name = ShownText.Line(groups.FirstOrDefault(group => group.Jid == chatJid)?.Name ?? chatJid, 64);
        await AddAsync(
            Deliveries.Of(
                $"refused:{chatJid}:{time.GetUtcNow():yyyyMMdd}",
                main.Jid,
                $"A message of mine to {name} was refused for good: {reason.TrimEnd('.')}. I do not send it again; nanoclaw status lists what was refused.",
                channels,
                time
            ),
            cancellationToken
        );
    }

    private bool IsFinished(string chatJid)
    {
        lock (_gate)
        {
            if (_again.Remove(chatJid))
            {
                return false;
            }

            _sending.Remove(chatJid);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Information, "A text of {Length} characters was sent to {Chat} ({Channel}).", EventName = "text_sent")]
    private partial void LogSent(int length, string chat, string channel);

    [LoggerMessage(LogLevel.Error, "A text for {Chat} is dropped, since its chat will not take it: {Reason}", EventName = "text_refused")]
    private partial void LogRefused(string chat, string reason);

    [LoggerMessage(LogLevel.Warning, "A text for {Chat} could not be sent ({Kind}); again in {Wait}.", EventName = "text_not_sent")]
    private partial void LogNotSent(string chat, string kind, TimeSpan wait, Exception? exception);
}
