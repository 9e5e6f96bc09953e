using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NanoClaw.Agents;

/// <summary>Turns the data of one server-sent event into an <see cref="AgentEvent"/>.</summary>
internal static class AgentEventParser
{
    /// <summary>The event, or null for a type that this version does not know.</summary>
    /// <exception cref="AgentProtocolException">The data is not what the contract says. It is not part of the message.</exception>
    public static AgentEvent? Parse(string type, ReadOnlySpan<byte> data, long id) => type switch
    {
        "delta" => new AgentEvent.Delta(Read(data, WireJson.Context.WireDelta, type).Text) { EventId = id },
        "output" => ParseOutput(data, id),
        "action" => ParseAction(Read(data, WireJson.Context.WireAction, type), id),
        "usage" => new AgentEvent.Usage(Read(data, WireJson.Context.AgentUsage, type)) { EventId = id },
        "started" => ParseStarted(data, id),
        "done" => new AgentEvent.Done(Read(data, WireJson.Context.WireDone, type).SessionId) { EventId = id },
        "error" => new AgentEvent.Failed(Read(data, WireJson.Context.WireErrorBody, type)) { EventId = id },
        _ => null,
    };

    public static AgentEvent.ActionRequested ParseAction(WireAction action, long id) =>
        action.Arguments.ValueKind == JsonValueKind.Object
            ? new AgentEvent.ActionRequested(action.Id, action.Name, action.Arguments) { EventId = id }
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
            throw AgentErrors.Protocol($"the data of '{what}' is not the JSON that the contract describes");
        }
    }

    private static AgentEvent.Output ParseOutput(ReadOnlySpan<byte> data, long id)
    {
        var result = Read(data, WireJson.Context.WireOutput, "output").Result;
        return result.Length > 0
            ? new AgentEvent.Output(result) { EventId = id }
            : throw AgentErrors.Protocol("an 'output' is empty");
    }

    private static AgentEvent.Started ParseStarted(ReadOnlySpan<byte> data, long id)
    {
        var started = Read(data, WireJson.Context.WireStarted, "started");
        return new AgentEvent.Started(started.RunId, started.SessionId) { EventId = id };
    }
}
