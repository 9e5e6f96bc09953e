using System.Globalization;
using System.Net.ServerSentEvents;

namespace NanoClaw.Agents;

/// <summary>The numbered events of one open stream.</summary>
internal sealed class StreamedAnswer : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly ResponseBudget _budget;
    private readonly SseParser<AgentEvent?> _parser;
    private readonly IAsyncEnumerator<SseItem<AgentEvent?>> _items;

    public StreamedAnswer(HttpResponseMessage response, BoundedResponseStream body, ResponseBudget budget)
    {
        _response = response;
        _budget = budget;
        _parser = SseParser.Create<AgentEvent?>(body, ParseItem);
        _items = _parser.EnumerateAsync(CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The number of the last event that was read whole, known to this version or not.</summary>
    public long EventId { get; private set; }

    /// <summary>The last event that was read, or null where its type is not known.</summary>
    public AgentEvent? Current => _items.Current.Data;

    /// <summary>False at the end of the stream, which is a cut where no last event has come.</summary>
    public ValueTask<bool> MoveNextAsync() => _items.MoveNextAsync();

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }

    private AgentEvent? ParseItem(string type, ReadOnlySpan<byte> data)
    {
        if (!long.TryParse(_parser.LastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id <= EventId)
        {
            throw AgentErrors.Protocol("an event has no number of its own");
        }

        EventId = id;
        _budget.EventEnded();
        return AgentEventParser.Parse(type, data, id);
    }
}
