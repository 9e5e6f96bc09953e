using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI;

/// <summary>A runtime as what other libraries take.</summary>
public static class AgentRuntimeExtensions
{
    /// <summary>The agent of a group as an <see cref="AIAgent"/>.</summary>
    /// <param name="runtime">Runs the turns; it stays its maker's to dispose of.</param>
    /// <param name="group">The group whose agent it is, unless a session names another.</param>
    /// <param name="name">The agent's name, or null.</param>
    /// <param name="description">What it is for, or null.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    public static NanoClawAgent AsAIAgent(
        this IAgentRuntime runtime,
        RemoteGroup group,
        string? name = null,
        string? description = null,
        TimeProvider? time = null
    ) => new(runtime, group, name, description, time);

    /// <summary>The agent of a group as an <see cref="IChatClient"/>.</summary>
    /// <param name="runtime">Runs the turns; it stays its maker's to dispose of.</param>
    /// <param name="group">The group whose agent answers.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    public static IChatClient AsIChatClient(this IAgentRuntime runtime, RemoteGroup group, TimeProvider? time = null) =>
        new NanoClawChatClient(runtime, group, time);
}
