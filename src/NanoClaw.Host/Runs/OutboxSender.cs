using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>Sends what is in the outbox: in order within a chat, every chat for itself, again after a failure.</summary>
internal sealed partial class OutboxSender(IStore store, ChannelSet channels, TimeProvider time, ILogger<OutboxSender> logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _sending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _again = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Takes up what an earlier process left, or another one added.</summary>
    public async Task WakeAllAsync(CancellationToken cancellationToken)
    {
        foreach (var chatJid in (await store.Outbox.ListPendingAsync(cancellationToken: cancellationToken))
            .Select(message => message.ChatJid).Distinct(StringComparer.Ordinal))
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
        foreach (var chatJid in messages.Select(message => message.ChatJid).Distinct(StringComparer.Ordinal))
        {
            Wake(chatJid);
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

            _sending.Add(chatJid, Task.Run(() => SendAllAsync(chatJid)));
        }
    }

    private async Task SendAllAsync(string chatJid)
    {
        var wait = FirstWait;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await SendPendingAsync(chatJid, _stop.Token);
                wait = FirstWait;
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
                LogNotSent(chatJid, exception.GetType().Name, wait, exception);
                try
                {
                    await Task.Delay(wait, time, _stop.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    private async Task SendPendingAsync(string chatJid, CancellationToken cancellationToken)
    {
        if (channels.Find(chatJid) is not { } channel)
        {
            return; // It waits for a process that has the channel.
        }

        foreach (var message in await store.Outbox.ListPendingAsync(chatJid, cancellationToken))
        {
            await store.Outbox.AttemptAsync(message.DeliveryId, cancellationToken);
            try
            {
                await channel.SendAsync(message, cancellationToken);
            }
            catch (ChannelRefusedException exception)
            {
                LogRefused(chatJid, exception.Message);
                await store.Outbox.RefuseAsync(message.DeliveryId, exception.Message, time.GetUtcNow(), CancellationToken.None);
                continue;
            }

            // The chat has it: even a process that is stopping notes that.
            await store.Outbox.CompleteAsync(message.DeliveryId, time.GetUtcNow(), CancellationToken.None);
        }
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

    [LoggerMessage(LogLevel.Error, "A text for {ChatJid} is dropped, since its chat will not take it: {Reason}")]
    private partial void LogRefused(string chatJid, string reason);

    [LoggerMessage(LogLevel.Warning, "A text for {ChatJid} could not be sent ({Kind}); again in {Wait}.")]
    private partial void LogNotSent(string chatJid, string kind, TimeSpan wait, Exception exception);
}
