using System.Runtime.CompilerServices;
using NanoClaw.Agents;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>An agent that answers with the prompt.</summary>
internal sealed class EchoRuntime : IAgentRuntime
{
    public Task<AgentRunResult> RunAsync(
        AgentRequest request,
        Func<AgentOutput, CancellationToken, Task> onOutput,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException("The assistant reads events.");

    public async IAsyncEnumerable<AgentEvent> StreamAsync(
        AgentRequest request,
        AgentRunOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await Task.Yield();
        yield return new AgentEvent.Started(options!.RunId!, "s1") { EventId = 1 };
        yield return new AgentEvent.Output(request.Prompt) { EventId = 2 };
        yield return new AgentEvent.Done("s1") { EventId = 3 };
    }
}
