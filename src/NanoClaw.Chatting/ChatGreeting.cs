using NanoClaw.Agents;
using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Settings;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Chatting;

/// <summary>How a chat begins: whom one writes to, which agent answers with which model, and how to learn more.</summary>
public static class ChatGreeting
{
    public static string Of(AssistantSettings settings, AgentOptions agent, RegisteredGroup group) =>
        $"{OneLine.Of(settings.Host.AssistantName)} in the group {TerminalJid.NameOf(group.Jid)}, answered by {AgentOf(agent)}{ModelOf(settings)}. /help shows the commands, /quit ends.";

    private static string AgentOf(AgentOptions agent) =>
        agent.Runtime == ContainerAgentRuntime.Name ? "containers on this machine"
        : agent.Cloudflare.Endpoint is not { } endpoint ? "Cloudflare"
        : IsOfThisMachine(endpoint) ? "the agent on this machine (nanoclaw dev)"
        : $"the agent at {endpoint.Authority}";

    /// <summary>Whether it is the one that <c>nanoclaw dev</c> runs.</summary>
    internal static bool IsOfThisMachine(Uri endpoint) => endpoint.IsLoopback || endpoint.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static string ModelOf(AssistantSettings settings) => settings.Host.Models is [var first, ..] ? $" with {OneLine.Of(first)}" : "";
}
