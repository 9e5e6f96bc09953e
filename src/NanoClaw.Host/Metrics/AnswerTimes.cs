using NanoClaw.Store;

namespace NanoClaw.Host.Metrics;

/// <summary>
/// How long a person waits: from the store of the first message that a run answers to its first text in the chat. Kept
/// in memory alone, so what an earlier process stored or began is not measured.
/// </summary>
internal sealed class AnswerTimes(HostMetrics metrics, TimeProvider time)
{
    /// <summary>Messages that nobody answers push each other out.</summary>
    private const int MostMessages = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string ChatJid, string Id), long> _stored = [];
    private readonly Queue<(string ChatJid, string Id)> _order = new();
    private readonly Dictionary<string, long> _runs = new(StringComparer.Ordinal);

    public void Stored(ChatMessage message)
    {
        lock (_gate)
        {
            var key = (message.ChatJid, message.Id);
            if (!_stored.TryAdd(key, time.GetTimestamp()))
            {
                return;
            }

            _order.Enqueue(key);
            if (_order.Count > MostMessages)
            {
                _stored.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>A run is to answer these; the first of them is the one that waited for it.</summary>
    public void Begun(string runId, IEnumerable<ChatMessage> answered)
    {
        lock (_gate)
        {
            foreach (var message in answered)
            {
                if (_stored.Remove((message.ChatJid, message.Id), out var storedAt))
                {
                    _runs.TryAdd(runId, storedAt);
                }
            }
        }
    }

    /// <summary>The chat has a text; only a run's first counts.</summary>
    public void Sent(string deliveryId)
    {
        var runId = deliveryId.Split(':', 2)[0];
        lock (_gate)
        {
            if (!_runs.Remove(runId, out var storedAt))
            {
                return;
            }

            metrics.Answered(time.GetElapsedTime(storedAt));
        }
    }

    /// <summary>The run has ended and said nothing.</summary>
    public void Forget(string runId)
    {
        lock (_gate)
        {
            _runs.Remove(runId);
        }
    }
}
