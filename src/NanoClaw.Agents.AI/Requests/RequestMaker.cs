using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI;

/// <summary>Makes the request of one turn.</summary>
internal static class RequestMaker
{
    /// <exception cref="NotSupportedException">Something was asked that the remote agent cannot be given.</exception>
    public static AgentRequest Make(RemoteGroup group, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Refuse(options);
        return new AgentRequest
        {
            Prompt = PromptText.Of(messages, options?.Instructions),
            SessionId = options?.ConversationId,
            GroupFolder = group.Folder,
            ChatJid = group.ChatJid,
            IsMain = group.IsMain,
            Metadata = Metadata(group.Metadata, options?.ModelId, Effort(options?.Reasoning?.Effort)),
        };
    }

    /// <summary>The run's id that the caller chose, if so.</summary>
    public static string? RunId(ChatOptions? options) => RunId(options?.AdditionalProperties);

    /// <inheritdoc cref="RunId(ChatOptions)"/>
    public static string? RunId(AdditionalPropertiesDictionary? properties) =>
        properties?.GetValueOrDefault(RemoteKeys.RunId) switch
        {
            null => null,
            string id => id,
            _ => throw new ArgumentException($"{RemoteKeys.RunId} must be a string.", nameof(properties)),
        };

    /// <summary>What would be lost without a word is refused; settings of the model's sampling are the stack's and are passed over.</summary>
    private static void Refuse(ChatOptions? options)
    {
        if (options?.Tools is { Count: > 0 })
        {
            throw new NotSupportedException(
                "The remote agent has tools of its own, and none of this process's can be called from there. Leave Tools out; what it asks this process to do comes as a FunctionCallContent."
            );
        }

        if (options?.ResponseFormat is ChatResponseFormatJson)
        {
            throw new NotSupportedException("The remote agent answers in text: leave ResponseFormat out, and ask for JSON in words.");
        }

        if (options?.ContinuationToken is not null)
        {
            // Passed over, it would be another run, and billed again.
            throw new NotSupportedException(
                $"The remote agent gives no continuation tokens. Ask the same again, or choose the run's id: {RemoteKeys.RunId} in AdditionalProperties."
            );
        }
    }

    private static AgentMetadata? Metadata(AgentMetadata? own, string? model, string? effort) =>
        model is null && effort is null ? own : (own ?? new AgentMetadata()) with { Model = model ?? own?.Model, Effort = effort ?? own?.Effort };

    private static string? Effort(ReasoningEffort? effort) =>
        effort switch
        {
            null => null,
            ReasoningEffort.None or ReasoningEffort.Low => AgentEffort.Low,
            ReasoningEffort.Medium => AgentEffort.Medium,
            _ => AgentEffort.High,
        };
}
