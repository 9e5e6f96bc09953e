using System.Collections.Concurrent;

namespace NanoClaw.Channels.Telegram;

/// <summary>Telegram shows typing for five seconds: shown again until the answer is there.</summary>
internal sealed class TypingSignals(BotApi api, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(4);

    /// <summary>Ten minutes: a run that never says that it ended does not type for ever.</summary>
    private const int MostSignals = 150;
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _typing = new();

    public void Start(long chatId)
    {
        var stop = new CancellationTokenSource();
        if (_typing.TryAdd(chatId, stop))
        {
            _ = SignalAsync(chatId, stop);
        }
        else
        {
            stop.Dispose();
        }
    }

    public void Stop(long chatId)
    {
        if (_typing.TryRemove(chatId, out var stop))
        {
            stop.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var chatId in _typing.Keys)
        {
            Stop(chatId);
        }
    }

    private async Task SignalAsync(long chatId, CancellationTokenSource stop)
    {
        try
        {
            for (var signal = 0; signal < MostSignals; signal++)
            {
                await api.SendTypingAsync(chatId, stop.Token);
                await Task.Delay(Again, time, stop.Token);
            }
        }
        catch (Exception exception) when (exception is TelegramException or OperationCanceledException)
        {
            // Of no consequence: the answer comes without it.
        }

        if (_typing.TryRemove(KeyValuePair.Create(chatId, stop)))
        {
            stop.Dispose();
        }
    }
}
