using Microsoft.Extensions.AI;
using NanoClaw.Agents;
using NanoClaw.Agents.AI;

internal static class Reader
{
    public static async Task RunAsync(IAgentRuntime runtime)
    {
        // the snippet
    }
}
