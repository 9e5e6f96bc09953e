using NanoClaw.Agents;

internal interface IChat
{
    Task SendAsync(string text, CancellationToken cancellationToken);
}

internal static class Reader
{
    public static async Task RunAsync(IAgentRuntime runtime, AgentRequest request, IChat chat, CancellationToken cancellationToken)
    {
        // the snippet
    }
}
