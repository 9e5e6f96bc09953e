using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace NanoClaw.Agents;

/// <summary>The numbered events of one open stream.</summary>
internal sealed class StreamedAnswer : IAsyncDisposable
{
    // What comes after the last event is not looked at, so that all runs may read it to one place.
    private static readonly byte[] Rest = new byte[1];

    private readonly HttpResponseMessage _response;
    private readonly BoundedResponseStream _body;
    private readonly ResponseBudget _budget;
    private readonly SseParser<AgentEvent?> _parser;
    private readonly IAsyncEnumerator<SseItem<AgentEvent?>> _items;

    public StreamedAnswer(HttpResponseMessage response, BoundedResponseStream body, ResponseBudget budget)
    {
        _response = response;
        _body = body;
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

    /// <summary>Waits for the end of the answer, under the deadline.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask EndAsync()
    {
        try
        {
            _ = await _body.ReadAsync(Rest, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException or AgentProtocolException)
        {
            // The run is over and told; how its answer ends changes nothing.
        }
    }

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
