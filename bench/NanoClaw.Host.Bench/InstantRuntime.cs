using System.Runtime.CompilerServices;
using NanoClaw.Agents;

namespace NanoClaw.Host.Bench;

/// <summary>An agent in this process that gives the events of the instant model's answer: what is left is the host.</summary>
internal sealed class InstantRuntime : IAgentRuntime
{
    public Task<AgentRunResult> RunAsync(
        AgentRequest request,
        Func<AgentOutput, CancellationToken, Task> onOutput,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    public async IAsyncEnumerable<AgentEvent> StreamAsync(
        AgentRequest request,
        AgentRunOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var session = request.SessionId ?? $"s_{request.GroupFolder}";
        await Task.Yield();
        yield return new AgentEvent.Started(options!.RunId!, session) { EventId = 1 };
        yield return new AgentEvent.Delta(InstantModel.Answer) { EventId = 2 };
        yield return new AgentEvent.Output(InstantModel.Answer) { EventId = 3 };
        yield return new AgentEvent.Usage(
            new AgentUsage
            {
                InputTokens = 7,
                OutputTokens = 5,
                Steps = 1,
                DurationMs = 1,
                Model = "m",
            }
        )
        {
            EventId = 4,
        };
        yield return new AgentEvent.Done(session) { EventId = 5 };
    }
}
