using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Bot;
using Telegram.Bot.Types;

namespace NanoClaw.Channels.Telegram;

/// <summary>One update of Telegram.</summary>
/// <param name="Id">Its number, by which it is confirmed.</param>
/// <param name="Message">Null: the update is no message, or not to be read.</param>
/// <param name="IsUnreadable">It is a message, and not even its text can be read.</param>
/// <param name="Press">A button was pressed.</param>
/// <param name="IsPassedOn">It is forwarded, written by way of a bot, or said in the name of a chat.</param>
internal sealed record ReceivedUpdate(int Id, Message? Message, bool IsUnreadable = false, CallbackQuery? Press = null, bool IsPassedOn = false)
{
    /// <summary>Looked for in what came, since a new kind of origin is left out of what is read.</summary>
    private static readonly string[] PassedOn =
    [
        "forward_origin",
        "forward_date",
        "forward_from",
        "forward_sender_name",
        "via_bot",
        "sender_chat",
        "is_automatic_forward",
    ];

    /// <remarks>
    /// Telegram adds kinds of things as it likes (a new origin of a forwarded message, a new kind of paid media), and
    /// Telegram.Bot refuses a kind it does not know. Such an update would come again for ever, and nothing after it.
    /// </remarks>
    public static ReceivedUpdate Read(JsonElement update)
    {
        var id = update.GetProperty("update_id").GetInt32();
        if (update.TryGetProperty("callback_query", out var press))
        {
            return new(id, null, Press: TryReadPress(press));
        }

        if (!update.TryGetProperty("message", out var message))
        {
            return new(id, null);
        }

        var read = TryRead(message) ?? TryReadWhatIsKnown(message);
        return new(
            id,
            read,
            IsUnreadable: read is null,
            IsPassedOn: PassedOn.Any(sign => message.ValueKind is JsonValueKind.Object && message.TryGetProperty(sign, out _))
        );
    }

    /// <summary>Of the message that the button stands under, only its chat, number and text matter; an inaccessible one has no text.</summary>
    private static CallbackQuery? TryReadPress(JsonElement press)
    {
        try
        {
            var known = JsonNode.Parse(press.GetRawText())!.AsObject();
            if (known["message"] is JsonObject message && message["chat"]?["id"] is { } chatId)
            {
                var under = new JsonObject
                {
                    ["message_id"] = message["message_id"] is JsonValue number && number.TryGetValue<int>(out var messageId) ? messageId : 0,
                    ["date"] = 0,
                    ["chat"] = new JsonObject { ["id"] = chatId.DeepClone(), ["type"] = "group" },
                };
                if (message["text"] is JsonValue text && text.TryGetValue<string>(out var said))
                {
                    under["text"] = said;
                }

                known["message"] = under;
            }

            return known.Deserialize<CallbackQuery>(JsonBotAPI.Options);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
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
