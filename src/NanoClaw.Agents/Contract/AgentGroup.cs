using System.Text.Json.Serialization;

namespace NanoClaw.Agents;

/// <summary>A chat as the agent sees it.</summary>
public sealed record AgentGroup
{
    /// <summary>The chat's id.</summary>
    public required string Jid { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder, or null where the chat is not registered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Folder { get; init; }
}
