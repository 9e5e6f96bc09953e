using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NanoClaw.Agents;

/// <summary>Turns the data of one server-sent event into an <see cref="AgentEvent"/>.</summary>
internal static class AgentEventParser
{
    /// <summary>The event, or null for a type that this version does not know.</summary>
    /// <exception cref="AgentProtocolException">The data is not what the contract says. It is not part of the message.</exception>
    public static AgentEvent? Parse(string type, ReadOnlySpan<byte> data, long id) =>
        type switch
        {
            "delta" => ParseDelta(data, id),
            "output" => ParseOutput(ReadStrings(type, data, "result"u8).First, id),
            "action" => ParseAction(Read(data, WireJson.Context.WireAction, type), id),
            "usage" => new AgentEvent.Usage(UsageReader.Read(data)) { EventId = id },
            "started" => ParseStarted(data, id),
            "done" => ParseDone(data, id),
            "error" => new AgentEvent.Failed(Read(data, WireJson.Context.WireErrorBody, type)) { EventId = id },
            _ => null,
        };

    public static AgentEvent.ActionRequested ParseAction(WireAction action, long id) =>
        action.Arguments.ValueKind == JsonValueKind.Object
            ? new AgentEvent.ActionRequested(action.Id, action.Name, action.Arguments) { EventId = id, Origins = action.Origins ?? [] }
            : throw AgentErrors.Protocol("the arguments of an 'action' are not an object");

    /// <summary>Reads JSON without letting a parser's exception, which can quote the text, go further.</summary>
    public static T Read<T>(ReadOnlySpan<byte> data, JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(data, type) ?? throw AgentErrors.Protocol($"the data of '{what}' is null");
        }
        catch (JsonException)
        {
            throw NotTheContracts(what);
        }
    }

    /// <summary>
    /// One or two strings of an object, the first one needed, read by hand: most events are no more than that, and nearly all of a run's
    /// events are deltas, so no other object is made between the bytes and the text.
    /// </summary>
    private static (string First, string? Second) ReadStrings(
        string type,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second = default
    )
    {
        string? one = null,
            two = null;
        try
        {
            var reader = new Utf8JsonReader(data);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var (isOne, isTwo) = (reader.ValueTextEquals(first), !second.IsEmpty && reader.ValueTextEquals(second));
                    reader.Read();
                    one = isOne ? reader.GetString() : one;
                    two = isTwo ? reader.GetString() : two;
                    reader.Skip();
                }

                // Anything after the object is an error here.
                reader.Read();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, not a string, or half a surrogate pair in it.
            one = null;
        }

        return one is null ? throw NotTheContracts(type) : (one, two);
    }

    public static AgentProtocolException NotTheContracts(string what) =>
        AgentErrors.Protocol($"the data of '{what}' is not the JSON that the contract describes");

    /// <summary>A quotation mark within a text is escaped, so what is looked for is the field; it comes after a restart only.</summary>
    private static AgentEvent.Delta ParseDelta(ReadOnlySpan<byte> data, long id)
    {
        var text = ReadStrings("delta", data, "text"u8).First;
        if (data.IndexOf("\"from\""u8) < 0)
        {
            return new AgentEvent.Delta(text) { EventId = id };
        }

        var from = Read(data, WireJson.Context.WireDelta, "delta").From;
        return from is null or >= 0 ? new AgentEvent.Delta(text) { EventId = id, From = from } : throw NotTheContracts("delta");
    }

    private static AgentEvent.Done ParseDone(ReadOnlySpan<byte> data, long id)
    {
        var (session, model) = ReadStrings("done", data, "sessionId"u8, "model"u8);
        return new AgentEvent.Done(session) { EventId = id, Model = model };
    }

    private static AgentEvent.Output ParseOutput(string result, long id) =>
        result.Length > 0 ? new AgentEvent.Output(result) { EventId = id } : throw AgentErrors.Protocol("an 'output' is empty");

    private static AgentEvent.Started ParseStarted(ReadOnlySpan<byte> data, long id)
    {
        var (run, session) = ReadStrings("started", data, "runId"u8, "sessionId"u8);
        return new AgentEvent.Started(run, session ?? throw NotTheContracts("started")) { EventId = id };
    }
}
