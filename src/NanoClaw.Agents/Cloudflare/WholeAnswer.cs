using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>An answer that came whole, as the events it stands for.</summary>
internal static class WholeAnswer
{
    public static async Task<Queue<AgentEvent>> ReadAsync(string runId, Stream body, CancellationToken cancellationToken)
    {
        WireResponse? response;
        try
        {
            response = await JsonSerializer.DeserializeAsync(body, WireJson.Context.WireResponse, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw AgentErrors.Protocol("the answer is not the JSON that the contract describes");
        }

        if (response is not { Status: "success" })
        {
            throw AgentErrors.Protocol("the status of an answer with HTTP 200 is not 'success'");
        }

        var events = new Queue<AgentEvent>();
        events.Enqueue(new AgentEvent.Started(runId, response.SessionId));
        foreach (var action in response.Actions)
        {
            events.Enqueue(AgentEventParser.ParseAction(action, id: 0));
        }

        if (!string.IsNullOrEmpty(response.Result))
        {
            events.Enqueue(new AgentEvent.Output(response.Result));
        }

        events.Enqueue(new AgentEvent.Usage(response.Usage));
        events.Enqueue(new AgentEvent.Done(response.SessionId) { Model = response.Model });
        return events;
    }
}
