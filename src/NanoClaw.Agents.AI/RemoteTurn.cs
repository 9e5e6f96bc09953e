using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI;

/// <summary>One turn of a remote agent, whole or as it comes.</summary>
internal sealed class RemoteTurn(IAgentRuntime runtime)
{
    /// <summary>The finished texts, each a message.</summary>
    public async Task<ChatResponse> RunAsync(AgentRequest request, string? runId, IUnsettledRuns unsettled, CancellationToken cancellationToken)
    {
        var response = new ChatResponse { FinishReason = ChatFinishReason.Stop };
        var run = new SettledRun(runtime, request, runId, unsettled, cancellationToken);
        response.ResponseId = run.RunId;
        await using (run.ConfigureAwait(false))
        {
            while (await run.NextAsync().ConfigureAwait(false) is { } item)
            {
                switch (item)
                {
                    case AgentEvent.Output output:
                        response.Messages.Add(Message(run.RunId, response.Messages.Count, new TextContent(output.Result)));
                        break;
                    case AgentEvent.ActionRequested action:
                        response.Messages.Add(Message(run.RunId, response.Messages.Count, ActionContents.Of(run.RunId, action)));
                        break;
                    case AgentEvent.Usage usage:
                        response.Usage = UsageCounts.Of(usage.Totals);
                        response.ModelId = usage.Totals.Model;
                        break;
                    case AgentEvent.Done done:
                        response.ConversationId = done.SessionId;
                        response.ModelId = done.Model ?? response.ModelId;
                        response.RawRepresentation = done;
                        break;
                }
            }
        }

        return response;
    }

    /// <summary>The same as it comes.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        AgentRequest request,
        string? runId,
        IUnsettledRuns unsettled,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var run = new SettledRun(runtime, request, runId, unsettled, cancellationToken);
        await using (run.ConfigureAwait(false))
        {
            var updates = new RunUpdates(run.RunId);
            while (await run.NextAsync().ConfigureAwait(false) is { } item)
            {
                if (updates.Of(item) is { } update)
                {
                    yield return update;
                }
            }
        }
    }

    private static ChatMessage Message(string runId, int before, AIContent content) =>
        new(ChatRole.Assistant, [content]) { MessageId = $"{runId}-{before + 1}" };
}
