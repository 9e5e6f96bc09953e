namespace NanoClaw.Agents;

/// <summary>What the agent keeps about its group beyond a conversation. It may quote strangers.</summary>
/// <param name="Key">The name under which it is kept: 1 to 128 characters.</param>
/// <param name="Value">The fact.</param>
/// <param name="At">When it was kept.</param>
/// <param name="Origins">Strangers whose words the model had before it then (<c>web</c>, <c>groups</c>); null where there were none.</param>
public sealed record AgentNote(string Key, string Value, DateTimeOffset At, IReadOnlyList<string>? Origins = null)
{
    /// <summary>The name of the type, and nothing of what it holds.</summary>
    public override string ToString() => nameof(AgentNote);
}
