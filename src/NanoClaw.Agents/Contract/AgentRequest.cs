using System.Text.Json.Serialization;

namespace NanoClaw.Agents;

/// <summary>What one turn of the agent is asked: the body of <c>POST /v1/agent/run</c>. Nothing else of the caller travels.</summary>
public sealed record AgentRequest
{
    /// <summary>The prompt; not blank.</summary>
    public required string Prompt { get; init; }

    /// <summary>The session to go on with, or null for a new one. <c>[A-Za-z0-9_-]</c>, 1 to 64.</summary>
    public string? SessionId { get; init; }

    /// <summary>The group's folder: <c>^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$</c>, not <c>global</c>.</summary>
    public required string GroupFolder { get; init; }

    /// <summary>The chat the turn is for; 1 to 256 characters, no control characters.</summary>
    public required string ChatJid { get; init; }

    /// <summary>Whether the group is the main one, whose agent may act for all.</summary>
    public required bool IsMain { get; init; }

    /// <summary>Whether a schedule, not a person, asks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsScheduledTask { get; init; }

    /// <summary>What the agent should know about the group, or null.</summary>
    public AgentMetadata? Metadata { get; init; }

    /// <summary>Names the group and the session; never the prompt, which is a person's.</summary>
    public override string ToString() => $"AgentRequest {{ GroupFolder = {GroupFolder}, SessionId = {SessionId}, IsMain = {IsMain} }}";
}
