namespace NanoClaw.Agents.AI.Tests;

/// <summary>Gives the events it is told, and remembers what it was asked.</summary>
internal sealed class StubRuntime : IAgentRuntime
{
    public List<(AgentRequest Request, string RunId)> Runs { get; } = [];

    /// <summary>What each run gives; an exception ends it.</summary>
    public Queue<object[]> Answers { get; } = new();

    public async IAsyncEnumerable<AgentEvent> StreamAsync(
        AgentRequest request,
        AgentRunOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        Runs.Add((request, options!.RunId!));
        foreach (var item in Answers.Dequeue())
        {
            await Task.Yield();
            yield return item is Exception exception ? throw exception : (AgentEvent)item;
        }
    }

    public Task<AgentRunResult> RunAsync(
        AgentRequest request,
        Func<AgentOutput, CancellationToken, Task> onOutput,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();
}
