using Microsoft.Agents.AI;

namespace NanoClaw.Agents.AI;

/// <summary>
/// A conversation with a group's remote agent: the group, and the session that the agent goes on with. It holds no text:
/// that is kept remotely. One turn at a time.
/// </summary>
public sealed class NanoClawAgentSession : AgentSession
{
    /// <summary>A conversation that begins, or goes on.</summary>
    /// <param name="groupFolder">The group's folder.</param>
    /// <param name="chatJid">The chat that the turns are for.</param>
    /// <param name="sessionId">The session to go on with, or null for a new one.</param>
    public NanoClawAgentSession(string groupFolder, string chatJid, string? sessionId = null)
    {
        ArgumentNullException.ThrowIfNull(groupFolder);
        ArgumentNullException.ThrowIfNull(chatJid);
        GroupFolder = groupFolder;
        ChatJid = chatJid;
        SessionId = sessionId;
    }

    internal NanoClawAgentSession(string groupFolder, string chatJid, string? sessionId, UnsettledRun? unsettled, AgentSessionStateBag? stateBag)
        : base(stateBag ?? new AgentSessionStateBag())
    {
        GroupFolder = groupFolder;
        ChatJid = chatJid;
        SessionId = sessionId;
        Unsettled = unsettled;
    }

    /// <summary>The group's folder.</summary>
    public string GroupFolder { get; }

    /// <summary>The chat that the turns are for.</summary>
    public string ChatJid { get; }

    /// <summary>The session to go on with; null until the first turn has ended, and to begin a new one.</summary>
    public string? SessionId { get; set; }

    /// <summary>The last turn, if it did not come to its end.</summary>
    internal UnsettledRun? Unsettled { get; set; }
}
