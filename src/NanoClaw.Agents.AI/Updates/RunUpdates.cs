using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI;

/// <summary>A run's events as updates.</summary>
internal sealed class RunUpdates(string runId)
{
    private readonly ShownText _shown = new(runId);
    private string? _model;

    /// <summary>The update of an event; null: there is nothing to tell of it.</summary>
    public ChatResponseUpdate? Of(AgentEvent item)
    {
        switch (item)
        {
            case AgentEvent.Started:
                return Update(item);
            case AgentEvent.Delta piece:
                return Text(piece, _shown.Add(piece));
            case AgentEvent.Output output:
                var rest = Text(output, _shown.End(output.Result));
                _shown.Next();
                return rest;
            case AgentEvent.ActionRequested action:
                return Update(item, ActionContents.Of(runId, action));
            case AgentEvent.Usage usage:
                _model = usage.Totals.Model;
                return Update(item, new UsageContent(UsageCounts.Of(usage.Totals)));
            case AgentEvent.Done done:
                var end = Update(item);
                end.ConversationId = done.SessionId;
                end.FinishReason = ChatFinishReason.Stop;
                end.ModelId = done.Model ?? _model;
                return end;
            default:
                return null;
        }
    }

    private ChatResponseUpdate? Text(AgentEvent item, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var update = Update(item, new TextContent(text));
        if (_shown.Superseded is { } superseded)
        {
            update.AdditionalProperties = new() { [RemoteKeys.Supersedes] = superseded };
        }

        return update;
    }

    private ChatResponseUpdate Update(AgentEvent item, AIContent? content = null) =>
        new(ChatRole.Assistant, content is null ? [] : [content])
        {
            ResponseId = runId,
            MessageId = _shown.MessageId,
            RawRepresentation = item,
        };
}
