using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;

namespace NanoClaw.Verification.Contract;

/// <summary>One event of a stream as it was written.</summary>
internal sealed record EventText(long Id, string Type, string Data)
{
    /// <summary>The events of a whole stream; null where one has no number.</summary>
    public static IReadOnlyList<EventText>? Read(string stream)
    {
        var events = new List<EventText>();
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(stream));
        var parser = SseParser.Create(bytes);
        foreach (var item in parser.Enumerate())
        {
            if (!long.TryParse(parser.LastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return null;
            }

            events.Add(new EventText(id, item.EventType, item.Data));
        }

        return events;
    }
}
