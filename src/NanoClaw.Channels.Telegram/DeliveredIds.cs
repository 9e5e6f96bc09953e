namespace NanoClaw.Channels.Telegram;

/// <summary>The last deliveries, for a text that comes again because noting it failed.</summary>
internal sealed class DeliveredIds(int capacity)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool Contains(string deliveryId)
    {
        lock (_gate)
        {
            return _ids.Contains(deliveryId);
        }
    }

    public void Add(string deliveryId)
    {
        lock (_gate)
        {
            if (!_ids.Add(deliveryId))
            {
                return;
            }

            _order.Enqueue(deliveryId);
            if (_order.Count > capacity)
            {
                _ids.Remove(_order.Dequeue());
            }
        }
    }
}
