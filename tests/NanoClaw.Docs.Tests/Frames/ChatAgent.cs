using System.Text.Json;
using Microsoft.Agents.AI;

internal static class Reader
{
    public static async Task RunAsync(AIAgent agent, AgentSession session)
    {
        // the snippet
    }
}
