using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Bot;
using Telegram.Bot.Types;

namespace NanoClaw.Channels.Telegram;

/// <summary>One update of Telegram.</summary>
/// <param name="Id">Its number, by which it is confirmed.</param>
/// <param name="Message">Null: the update is no message, or not to be read.</param>
/// <param name="IsUnreadable">It is a message, and not even its text can be read.</param>
internal sealed record ReceivedUpdate(int Id, Message? Message, bool IsUnreadable = false)
{
    /// <remarks>
    /// Telegram adds kinds of things as it likes (a new origin of a forwarded message, a new kind of paid media), and
    /// Telegram.Bot refuses a kind it does not know. Such an update would come again for ever, and nothing after it.
    /// </remarks>
    public static ReceivedUpdate Read(JsonElement update)
    {
        var id = update.GetProperty("update_id").GetInt32();
        if (!update.TryGetProperty("message", out var message))
        {
            return new(id, null);
        }

        var read = TryRead(message) ?? TryReadWhatIsKnown(message);
        return new(id, read, IsUnreadable: read is null);
    }

    private static Message? TryReadWhatIsKnown(JsonElement message)
    {
        if (message.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var known = new JsonObject();
        foreach (var property in message.EnumerateObject().Where(property => IsReadable(property)))
        {
            known[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        }

        return known.ContainsKey("message_id") && known.ContainsKey("chat") ? TryRead(JsonSerializer.SerializeToElement(known)) : null;
    }

    private static bool IsReadable(JsonProperty property) =>
        TryRead(JsonSerializer.SerializeToElement(new JsonObject { [property.Name] = JsonNode.Parse(property.Value.GetRawText()) })) is not null;

    private static Message? TryRead(JsonElement message)
    {
        try
        {
            return message.Deserialize<Message>(JsonBotAPI.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
